/** Products of rows of float32, by SIMD where the JVM has it, and the same each time. */
@NullMarked
package io.vicinal.matrix;

import org.jspecify.annotations.NullMarked;
