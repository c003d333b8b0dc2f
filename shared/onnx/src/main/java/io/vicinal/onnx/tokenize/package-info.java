/** Text to the token ids of a model, with offsets in UTF-16 code units. */
@NullMarked
package io.vicinal.onnx.tokenize;

import org.jspecify.annotations.NullMarked;
