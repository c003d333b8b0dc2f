package io.vicinal.embedding.text;

import io.vicinal.contracts.embedding.QueryTokens;
import io.vicinal.onnx.encode.Embedding;
import org.jspecify.annotations.Nullable;

/** @param tokens null where they were not asked for, or the model gives none */
public record EncodedQuery(Embedding embedding, @Nullable QueryTokens tokens) implements Remembered {
    /** Of a token, beside its vector: its word piece and that as text. */
    private static final int TOKEN_BYTES = 64;

    @Override
    public int bytes() {
        return Float.BYTES * embedding.dense().length
                + (tokens == null ? 0 : TOKEN_BYTES * tokens.count() + Float.BYTES * tokens.vectors().length);
    }
}
