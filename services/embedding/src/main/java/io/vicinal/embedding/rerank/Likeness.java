package io.vicinal.embedding.rerank;

import io.vicinal.contracts.embedding.ModelMeans;
import java.util.List;

/**
 * From matches to scores. What a text is ordered by is {@code cosine / 3 + late interaction × 2 / 3}, the weights that
 * both have in a search; the score from 0 to 1 rises with it and depends on no other text but for the weights of word pieces.
 */
final class Likeness {
    /** Measured on the train split of SciFact, see docs/decisions/0023. */
    static final double LATE_INTERACTION = 2.0 / 3;

    /** Of what lies between unrelated texts and the same one twice: where a text is as likely relevant as not. */
    private static final double EVEN = 0.46;

    private static final double STEEPNESS = 20;

    /** The cosine that texts which have nothing in common have on average. */
    private final double unrelated;

    Likeness(ModelMeans means) {
        double square = 0;
        for (float component : means.dense()) {
            square += (double) component * component;
        }
        unrelated = Math.min(square, 0.99);
    }

    /** {@code double[texts]}. */
    static double[] raw(List<TextMatch> matches) {
        int tokens = matches.isEmpty() ? 0 : matches.getFirst().has().length;
        double[] weights = PieceWeights.of(tokens, matches);
        return matches.stream().mapToDouble(match -> raw(match, weights)).toArray();
    }

    private static double raw(TextMatch match, double[] weights) {
        float[] best = match.best();
        if (best == null) {
            return match.cosine();
        }
        double late = 0;
        for (int token = 0; token < best.length; token++) {
            late += weights[token] * best[token];
        }
        return (1 - LATE_INTERACTION) * match.cosine() + LATE_INTERACTION * late;
    }

    /** From 0 to 1. */
    double score(double raw) {
        double share = (raw - unrelated) / (1 - unrelated);
        return 1 / (1 + Math.exp(-STEEPNESS * (share - EVEN)));
    }
}
