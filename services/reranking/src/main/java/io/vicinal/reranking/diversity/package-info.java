/** Hits that differ from those before them come forward. */
@NullMarked
package io.vicinal.reranking.diversity;

import org.jspecify.annotations.NullMarked;
