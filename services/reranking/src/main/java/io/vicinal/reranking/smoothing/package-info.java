/** A candidate's score leans on those of the candidates that are like it. */
@NullMarked
package io.vicinal.reranking.smoothing;

import org.jspecify.annotations.NullMarked;
