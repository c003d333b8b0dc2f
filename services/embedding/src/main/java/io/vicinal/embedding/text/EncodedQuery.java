package io.vicinal.embedding.text;

import io.vicinal.contracts.embedding.QueryTokens;
import io.vicinal.onnx.encode.Embedding;
import org.jspecify.annotations.Nullable;

/** @param tokens null where they were not asked for, or the model gives none */
public record EncodedQuery(Embedding embedding, @Nullable QueryTokens tokens) {}
