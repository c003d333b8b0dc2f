/** Products of rows of float32, by SIMD where the JVM has it, on a bounded number of threads and the same each time. */
@NullMarked
package io.vicinal.inference.matrix;

import org.jspecify.annotations.NullMarked;
