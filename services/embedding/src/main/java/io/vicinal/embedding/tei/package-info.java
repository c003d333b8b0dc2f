/** Embeddings and tokens in the shape of Hugging Face's Text Embeddings Inference. */
@NullMarked
package io.vicinal.embedding.tei;

import org.jspecify.annotations.NullMarked;
