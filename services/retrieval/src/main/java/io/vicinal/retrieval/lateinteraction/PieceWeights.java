package io.vicinal.retrieval.lateinteraction;

import io.vicinal.contracts.embedding.QueryTokens;
import io.vicinal.contracts.search.LexicalStatistics;
import java.io.IOException;
import java.util.Map;
import org.apache.lucene.index.IndexReader;
import org.jspecify.annotations.Nullable;

/**
 * What each token of a query counts for: the inverse document frequency of its word piece, as in BM25 (Robertson and Spärck
 * Jones, 1976), scaled so that all sum to 1. A piece that is in every passage counts next to nothing.
 */
final class PieceWeights {

    /** @param global statistics of the whole collection; where it has none of pieces, the shard's own */
    static float[] of(QueryTokens query, @Nullable LexicalStatistics global, IndexReader shard) throws IOException {
        return global == null || global.piecePassages() == 0 || global.pieceFrequency() == null
                ? of(query.pieces(), WordPieces.passages(shard), WordPieces.frequency(query.pieces(), shard))
                : of(query.pieces(), global.piecePassages(), global.pieceFrequency());
    }

    static float[] of(int[] pieces, long passages, Map<Integer, Long> frequency) {
        double[] inverse = new double[pieces.length];
        double sum = 0;
        for (int i = 0; i < pieces.length; i++) {
            long with = Math.clamp(frequency.getOrDefault(pieces[i], 0L), 0, passages);
            inverse[i] = Math.log1p((passages - with + 0.5) / (with + 0.5));
            sum += inverse[i];
        }
        float[] weights = new float[pieces.length];
        for (int i = 0; i < pieces.length; i++) {
            weights[i] = (float) (inverse[i] / sum);
        }
        return weights;
    }

    private PieceWeights() {}
}
