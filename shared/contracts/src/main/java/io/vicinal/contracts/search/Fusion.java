package io.vicinal.contracts.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * How the signals of a candidate become one score.
 *
 * @param method default {@link Method#MIN_MAX}
 * @param weights for all methods, each at least 0 and not all 0; default a quarter dense, a quarter lexical and half late
 *     interaction, or with sparse a sixth each and half late interaction; those that are there scaled to sum to 1
 * @param k the constant of reciprocal rank fusion, default 60
 * @param smoothing the share of a score that comes from the nearest other candidates, 0 to 1; default up to 0.3,
 *     the less the more one candidate stands out, and none of {@link Method#RRF}
 */
@JsonInclude(Include.NON_NULL)
public record Fusion(
        @Nullable Method method,
        @Nullable Weights weights,
        @Nullable Integer k,
        @Nullable Double smoothing) {

    /** Without smoothing. */
    public Fusion(@Nullable Method method, @Nullable Weights weights, @Nullable Integer k) {
        this(method, weights, k, null);
    }

    public enum Method {
        /** Each signal scaled to [0, 1] over all candidates, then their weighted mean. */
        @JsonProperty("min_max")
        MIN_MAX,
        /** Reciprocal rank fusion: the weighted sum of 1 / (k + rank) (Cormack, Clarke and Büttcher, SIGIR 2009). */
        @JsonProperty("rrf")
        RRF,
        /** Each signal less its mean over all candidates, divided by its standard deviation, then their weighted mean. */
        @JsonProperty("z_score")
        Z_SCORE
    }

    /** Null is the default of the method; one of a signal that a collection does not have is passed over. */
    public record Weights(
            @Nullable Double dense,
            @Nullable Double lexical,
            @Nullable Double lateInteraction,
            @Nullable Double sparse) {

        /** Of hybrid search; measured on the train split of SciFact, see docs/decisions/0013. */
        public static final Weights HYBRID = new Weights(0.25, 0.25, 0.5, null);

        /** Where sparse is the third that finds candidates: they keep their half, in equal parts. */
        public static final Weights HYBRID_WITH_SPARSE = new Weights(0.5 / 3, 0.5 / 3, 0.5, 0.5 / 3);

        /** With the default of sparse. */
        public Weights(@Nullable Double dense, @Nullable Double lexical, @Nullable Double lateInteraction) {
            this(dense, lexical, lateInteraction, null);
        }
    }
}
