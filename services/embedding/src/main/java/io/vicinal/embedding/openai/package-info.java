/** Embeddings and models in the shape of OpenAI's API. */
@NullMarked
package io.vicinal.embedding.openai;

import org.jspecify.annotations.NullMarked;
