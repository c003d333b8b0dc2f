/** From text to vector, but for the model's run. */
@NullMarked
package io.vicinal.benchmarks.encode;

import org.jspecify.annotations.NullMarked;
