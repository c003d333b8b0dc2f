/** One-thread ONNX Runtime sessions that run texts of equal length, unpadded. */
@NullMarked
package io.vicinal.onnx.session;

import org.jspecify.annotations.NullMarked;
