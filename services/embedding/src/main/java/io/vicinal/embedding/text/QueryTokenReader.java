package io.vicinal.embedding.text;

import io.vicinal.contracts.embedding.QueryTokens;
import io.vicinal.onnx.encode.TextEncoder;
import io.vicinal.onnx.encode.TokenVectors;
import io.vicinal.onnx.session.OutputReader;
import java.nio.FloatBuffer;

/** A query's tokens out of a run: their vectors, and the word piece of each, special tokens left out. */
final class QueryTokenReader implements OutputReader<QueryTokens> {
    private final int[] pieces;
    private final String[] texts;
    private final OutputReader<TokenVectors> vectors;

    /** @param ids as the model reads them, without a prefix */
    QueryTokenReader(TextEncoder encoder, long[] ids) {
        int[] positions = encoder.tokenPositions(ids);
        this.pieces = new int[positions.length];
        this.texts = new String[positions.length];
        this.vectors = encoder.tokenVectors(ids);
        for (int i = 0; i < positions.length; i++) {
            long piece = ids[positions[i]];
            pieces[i] = Math.toIntExact(piece);
            texts[i] = encoder.tokenizer().decode(new long[] {piece}, false);
        }
    }

    @Override
    public QueryTokens read(FloatBuffer rows, int first, int count, int dimensions) {
        return new QueryTokens(
                pieces, texts, vectors.read(rows, first, count, dimensions).values());
    }
}
