/** The default model on ONNX Runtime with nothing around it: what the platform is compared with. */
@NullMarked
package io.vicinal.evaluation.encoder;

import org.jspecify.annotations.NullMarked;
