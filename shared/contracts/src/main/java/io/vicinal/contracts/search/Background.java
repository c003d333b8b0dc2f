package io.vicinal.contracts.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import org.jspecify.annotations.Nullable;

/**
 * How a query scores with passages at large: against a fixed random sample of a shard, whatever the filter. A hit that scores
 * no better than they do is no hit.
 *
 * @param dense cosines; null in lexical mode, and where the shard is empty
 */
@JsonInclude(Include.NON_NULL)
public record Background(@Nullable Distribution dense) {

    /**
     * Scores of the sample. Above the threshold, which a tenth of them reach, they fall off exponentially: a passage at random
     * scores more than {@code s} with a probability of {@code 0.1 · exp(−(s − tailThreshold) / tailScale)}.
     *
     * @param tailThreshold the 90 % quantile
     * @param tailScale the mean excess over it; 0 where fewer than ten passages are known
     * @param count of passages
     */
    public record Distribution(double mean, double deviation, double tailThreshold, double tailScale, int count) {}
}
