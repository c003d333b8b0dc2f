/** Rows of float32, and work on them on a bounded number of threads, the same each time. */
@NullMarked
package io.vicinal.inference.matrix;

import org.jspecify.annotations.NullMarked;
