/** How alike candidates are, from the signs of their vectors. */
@NullMarked
package io.vicinal.reranking.sketch;

import org.jspecify.annotations.NullMarked;
