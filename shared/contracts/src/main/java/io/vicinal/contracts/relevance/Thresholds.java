package io.vicinal.contracts.relevance;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.vicinal.contracts.collection.MinRelevance;
import java.util.Objects;

/** The probabilities that the words of {@code min_relevance} stand for. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Thresholds(double precision, double balanced, double recall) {

    public double of(MinRelevance wanted) {
        if (wanted.word() == null) {
            return Objects.requireNonNull(wanted.probability());
        }
        return switch (wanted.word()) {
            case PRECISION -> precision;
            case BALANCED -> balanced;
            case RECALL -> recall;
        };
    }
}
