/** Hits that are nearly the same become one. */
@NullMarked
package io.vicinal.reranking.collapse;

import org.jspecify.annotations.NullMarked;
