package io.vicinal.contracts.relevance;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was learned for a collection: {@code probability = anything × place}, {@code anything} as the default model has it, and
 * {@code logit(place)} moved from there by {@code intercept + Σ weight × z}, where {@code z} is a feature less its mean, by its
 * deviation, not further from 0 than {@link #Z_MOST}, and 0 where the hit has none.
 *
 * @param version from 1; 0 is the default model
 * @param format of this record: a reader passes over one that it does not know
 * @param examples queries that it was trained on
 * @param feedback that had been read when it was trained, by its offset on {@code vicinal.feedback}
 * @param fusion what hybrid searches are ordered by; null for the default weights
 */
@JsonInclude(Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record RelevanceModel(
        int version,
        int format,
        Instant createdAt,
        double intercept,
        List<Weight> weights,
        Thresholds thresholds,
        int examples,
        long feedback,
        RelevanceReport report,
        @Nullable LearnedFusion fusion) {

    public static final int FORMAT = 2;

    /** Of what lies further from what was learned from, nothing was learned. */
    public static final double Z_MOST = 8;

    /** @param deviation 0 where the feature was the same everywhere; its weight is 0 then */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Weight(String feature, double mean, double deviation, double weight) {}
}
