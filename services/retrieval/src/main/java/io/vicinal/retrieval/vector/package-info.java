/** How vectors stand in a segment and are compared there: Lucene's formats, with comparisons of our own where those are faster. */
@NullMarked
package io.vicinal.retrieval.vector;

import org.jspecify.annotations.NullMarked;
