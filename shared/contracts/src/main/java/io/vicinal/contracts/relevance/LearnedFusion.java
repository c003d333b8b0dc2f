package io.vicinal.contracts.relevance;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.vicinal.contracts.search.Fusion;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Weights of {@link Fusion.Method#MIN_MAX} for hybrid searches of a collection.
 *
 * @param weights that sum to 1; null for a signal that the searches it was learned from do not have
 * @param queries that were held out of learning, of which the measures are
 * @param ndcg nDCG@10 by these weights
 * @param before by those in whose place they came
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record LearnedFusion(Fusion.Weights weights, int queries, double ndcg, double before) {

    /** Whether these are weights, and of just the signals that a hybrid search has. */
    public boolean isFor(boolean lateInteraction, boolean sparse) {
        return weights != null
                && weights.dense() != null
                && weights.lexical() != null
                && (weights.lateInteraction() != null) == lateInteraction
                && (weights.sparse() != null) == sparse
                && Stream.of(weights.dense(), weights.lexical(), weights.lateInteraction(), weights.sparse())
                        .allMatch(LearnedFusion::isWeight)
                && weights.dense() + weights.lexical() > 0;
    }

    private static boolean isWeight(@Nullable Double weight) {
        return weight == null || (weight >= 0 && weight <= 1);
    }
}
