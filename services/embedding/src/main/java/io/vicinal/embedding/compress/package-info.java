/** Token vectors made small: pooled, quantised, and what a model's vectors have in common taken off. */
@NullMarked
package io.vicinal.embedding.compress;

import org.jspecify.annotations.NullMarked;
