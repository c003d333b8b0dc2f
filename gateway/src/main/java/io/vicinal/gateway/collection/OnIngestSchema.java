package io.vicinal.gateway.collection;

import io.vicinal.contracts.collection.OnIngest;
import org.jspecify.annotations.Nullable;

/** What is to be inferred of new documents, as a user sends it. */
record OnIngestSchema(@Nullable ClassifySchema classify) {

    /**
     * @param outputTopic default {@code vicinal.classified.<collection>}
     * @param maxRisk default none: answered whatever the confidence
     */
    record ClassifySchema(
            @Nullable String labelField,
            @Nullable String outputTopic,
            @Nullable Double maxRisk) {}

    /** What a user would have sent to have this. */
    static OnIngestSchema of(OnIngest there) {
        OnIngest.Classify classify = there.classify();
        return new OnIngestSchema(
                classify == null
                        ? null
                        : new ClassifySchema(classify.labelField(), classify.outputTopic(), classify.maxRisk()));
    }
}
