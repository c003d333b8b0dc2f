package io.vicinal.embedding.openai;

import io.vicinal.embedding.text.Inputs;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI's {@code CreateEmbeddingRequest}.
 *
 * @param model a loaded model; without one, the service's own
 * @param encodingFormat {@code float} (default) for numbers, or {@code base64} of little-endian ones
 * @param dimensions the first so many dimensions (Matryoshka), at most the model's
 * @param user taken and not used
 * @param outputDtype ours, named as at Voyage AI and Mistral: the type of the numbers, float32 without one
 * @param promptName ours, named as at TEI: the prompt put in front of every text
 * @param deterministic ours: no text shares a run, so that no vector depends on other texts
 */
record EmbeddingsRequest(
        @Nullable Inputs input,
        @Nullable String model,
        @Nullable String encodingFormat,
        @Nullable Integer dimensions,
        @Nullable String user,
        @Nullable OutputType outputDtype,
        @Nullable String promptName,
        @Nullable Boolean deterministic) {}
