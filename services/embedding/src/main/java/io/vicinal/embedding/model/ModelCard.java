package io.vicinal.embedding.model;

import io.vicinal.onnx.model.ModelKind;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a model says of itself.
 *
 * @param name what collections and requests call it
 * @param dimensions of its vectors; the size of the vocabulary of a sparse model, the labels of a cross-encoder
 * @param matryoshkaDimensions the lengths to which its vectors may be cut; empty: any
 * @param maxTokens the most tokens it reads, special tokens counted
 * @param prompts put in front of texts, by name; an empty one is one that changes nothing
 * @param deterministic whether its texts never share a run, so that no vector depends on others
 * @param provider what runs it: {@code cpu}, {@code cuda} or {@code remote}
 * @param fallback why it is not a GPU, where one would have been taken
 * @param fingerprint the same for two models that give the same vectors
 */
public record ModelCard(
        String name,
        ModelKind kind,
        int dimensions,
        List<Integer> matryoshkaDimensions,
        int maxTokens,
        Map<String, String> prompts,
        boolean deterministic,
        String provider,
        @Nullable String fallback,
        String fingerprint) {}
