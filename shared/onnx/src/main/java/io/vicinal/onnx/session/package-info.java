/** One-thread ONNX Runtime sessions that run texts of like length. */
@NullMarked
package io.vicinal.onnx.session;

import org.jspecify.annotations.NullMarked;
