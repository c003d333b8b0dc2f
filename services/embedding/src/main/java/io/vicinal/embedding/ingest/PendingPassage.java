package io.vicinal.embedding.ingest;

import io.vicinal.contracts.embedding.EmbeddedDocument.EmbeddedPassage;
import java.util.concurrent.CompletableFuture;

/** A passage whose vector is on its way. */
record PendingPassage(int start, int end, CompletableFuture<float[]> vector) {

    /** To be called once the vector is there. */
    EmbeddedPassage embedded() {
        return new EmbeddedPassage(start, end, vector.join());
    }
}
