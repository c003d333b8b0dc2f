package io.vicinal.contracts.collection;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is inferred of each new document of a collection, as it comes. It goes for all versions of the collection alike. */
@JsonInclude(Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record OnIngest(@Nullable Classify classify) {

    /**
     * @param labelField whose label a document without one is given
     * @param outputTopic that it comes out of
     * @param maxRisk the share of answers that may be wrong, above 0 and below 1; null to be answered whatever the confidence
     * @param since when it was switched on: it goes for what came after, and tells it from what was there before
     */
    @JsonInclude(Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Classify(
            String labelField, String outputTopic, @Nullable Double maxRisk, Instant since) {

        /** The same, switched on at another time. */
        public Classify since(Instant other) {
            return new Classify(labelField, outputTopic, maxRisk, other);
        }
    }
}
