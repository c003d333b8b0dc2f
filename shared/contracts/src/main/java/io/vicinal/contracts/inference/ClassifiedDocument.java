package io.vicinal.contracts.inference;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.vicinal.contracts.inference.ClassifyResult.Classified;

/**
 * A new document with its label, as it comes out of the output topic of a collection that classifies on ingest.
 *
 * @param version of the collection that served when it was classified
 * @param field whose label it is
 * @param result in JSON in the place of its properties, as {@code classify} answers for a text
 */
public record ClassifiedDocument(
        String collection,
        int version,
        String documentId,
        String field,
        @JsonUnwrapped Classified result) {
    /** Of an output record: what any broker takes that is set up as they come. */
    public static final int MAX_BYTES = 1_000_000;
}
