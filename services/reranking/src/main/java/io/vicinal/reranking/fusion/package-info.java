/** Several signals of a candidate become one score. */
@NullMarked
package io.vicinal.reranking.fusion;

import org.jspecify.annotations.NullMarked;
