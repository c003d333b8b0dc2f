package io.vicinal.gateway.search;

import io.vicinal.contracts.search.LexicalStatistics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The statistics of a collection are the sums of its shards': every passage is in exactly one. */
final class StatisticsSum {

    static Optional<LexicalStatistics> of(List<LexicalStatistics> shards) {
        if (shards.isEmpty()) {
            return Optional.empty();
        }
        long passages = 0;
        long tokens = 0;
        Map<String, Long> documentFrequency = new HashMap<>();
        long piecePassages = 0;
        Map<Integer, Long> pieceFrequency = new HashMap<>();
        for (LexicalStatistics shard : shards) {
            passages += shard.passages();
            tokens += shard.tokens();
            shard.documentFrequency().forEach((term, count) -> documentFrequency.merge(term, count, Long::sum));
            piecePassages += shard.piecePassages();
            shard.pieceFrequency().forEach((piece, count) -> pieceFrequency.merge(piece, count, Long::sum));
        }
        return Optional.of(new LexicalStatistics(passages, tokens, documentFrequency, piecePassages, pieceFrequency)
                .with(center(shards)));
    }

    /** A shard counts as much as it has passages; null where a node of an earlier release tells none. */
    private static float @Nullable [] center(List<LexicalStatistics> shards) {
        double[] sum = null;
        double all = 0;
        for (LexicalStatistics shard : shards) {
            float[] center = shard.center();
            if (center == null) {
                return null;
            }
            sum = sum == null ? new double[center.length] : sum;
            double weight = Math.max(1, shard.passages());
            all += weight;
            for (int d = 0; d < sum.length; d++) {
                sum[d] += weight * center[d];
            }
        }
        return sum == null ? null : scaled(sum, 1 / all);
    }

    private static float[] scaled(double[] vector, double factor) {
        float[] scaled = new float[vector.length];
        for (int d = 0; d < scaled.length; d++) {
            scaled[d] = (float) (vector[d] * factor);
        }
        return scaled;
    }

    private StatisticsSum() {}
}
