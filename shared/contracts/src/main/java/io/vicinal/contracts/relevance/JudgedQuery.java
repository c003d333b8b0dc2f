package io.vicinal.contracts.relevance;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.vicinal.contracts.json.PackedVector;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;

/**
 * What was found for a query and how it was judged, on {@code vicinal.judged-queries}: with the feedback that names it, an
 * example to learn from. It holds neither the query's text nor the documents'.
 *
 * @param version of the collection
 * @param createdAt of the collection, which tells it from one of the same name before or after it
 * @param model that judged; 0 is the default one
 * @param threshold below which hits were left out
 * @param documentIds the best {@link RelevanceApi#LIST} hits, best first
 * @param relevance {@code float[hits]}: their probabilities as they were judged
 * @param features names of the columns of {@code values}
 * @param values {@code float[hits × features]}, hit by hit; NaN where a hit has no such feature
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record JudgedQuery(
        String queryId,
        String collection,
        int version,
        Instant createdAt,
        Instant judgedAt,
        int model,
        double threshold,
        List<String> documentIds,

        @JsonSerialize(using = PackedVector.Writer.class) @JsonDeserialize(using = PackedVector.Reader.class)
        float[] relevance,

        List<String> features,

        @JsonSerialize(using = PackedVector.Writer.class) @JsonDeserialize(using = PackedVector.Reader.class)
        float[] values) {}
