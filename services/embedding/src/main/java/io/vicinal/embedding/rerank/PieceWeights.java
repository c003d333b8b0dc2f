package io.vicinal.embedding.rerank;

import java.util.List;

/**
 * What each token of a query counts for: the inverse document frequency of its word piece, counted among the texts of the
 * request as a shard counts it among its passages, scaled so that all sum to 1.
 *
 * <p>A few texts say little of how rare a word is: of two, one has it or both. So as many as {@link #UNSEEN} texts are counted in
 * besides, of which one in ten has any word. That takes nothing from a long list (decision 23) and nearly levels the weights of a short one.
 */
final class PieceWeights {
    static final double UNSEEN = 10;
    private static final double UNSEEN_WITH_PIECE = 1;

    /** @return {@code double[query tokens]} */
    static double[] of(int tokens, List<TextMatch> matches) {
        double[] weights = new double[tokens];
        double texts = matches.size() + UNSEEN;
        double sum = 0;
        for (int token = 0; token < tokens; token++) {
            double with = UNSEEN_WITH_PIECE;
            for (TextMatch match : matches) {
                with += match.has()[token] ? 1 : 0;
            }
            weights[token] = Math.log1p((texts - with + 0.5) / (with + 0.5));
            sum += weights[token];
        }
        for (int token = 0; token < tokens; token++) {
            weights[token] /= sum;
        }
        return weights;
    }

    private PieceWeights() {}
}
