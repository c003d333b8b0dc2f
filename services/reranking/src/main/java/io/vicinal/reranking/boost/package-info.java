/** What a document's fields add to its score. */
@NullMarked
package io.vicinal.reranking.boost;

import org.jspecify.annotations.NullMarked;
