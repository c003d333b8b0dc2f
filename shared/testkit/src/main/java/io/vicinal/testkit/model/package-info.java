/** Tiny but real models: ONNX graphs with known weights, so that every output can be told by hand. */
@NullMarked
package io.vicinal.testkit.model;

import org.jspecify.annotations.NullMarked;
