/** Text encoders on ONNX Runtime: from a model folder to vectors, at the machine's full speed. */
@NullMarked
package io.vicinal.onnx;

import org.jspecify.annotations.NullMarked;
