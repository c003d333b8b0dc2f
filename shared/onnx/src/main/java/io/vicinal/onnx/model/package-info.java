/** From a name or a folder to a described model: graph, tokenizer, pooling, prefixes, limits. */
@NullMarked
package io.vicinal.onnx.model;

import org.jspecify.annotations.NullMarked;
