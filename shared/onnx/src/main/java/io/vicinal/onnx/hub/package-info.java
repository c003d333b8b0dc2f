/** Models of the Hugging Face hub: only the files that are needed, whole, checked, and in the cache that other tools share. */
@NullMarked
package io.vicinal.onnx.hub;

import org.jspecify.annotations.NullMarked;
