/** The door of the module: text in, vectors out. */
@NullMarked
package io.vicinal.onnx.encode;

import org.jspecify.annotations.NullMarked;
