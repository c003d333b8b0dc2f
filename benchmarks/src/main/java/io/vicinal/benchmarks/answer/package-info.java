/** Vectors as JSON, and back. */
@NullMarked
package io.vicinal.benchmarks.answer;

import org.jspecify.annotations.NullMarked;
