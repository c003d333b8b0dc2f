package io.vicinal.embedding.ingest;

import io.vicinal.contracts.embedding.EmbeddedDocument.EmbeddedPassage;
import io.vicinal.embedding.cache.PassageKey;
import io.vicinal.embedding.cache.PassageVectors;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A passage whose vectors are on their way.
 *
 * @param pieces the distinct word pieces that the model reads, ascending
 * @param run what is to be cancelled where nobody wants them any more; null where they were known
 * @param key under which they are to be kept; null where they are, or nothing is
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PendingPassage(
        int start,
        int end,
        int[] pieces,
        @Nullable CompletableFuture<?> run,
        CompletableFuture<PassageVectors> vectors,
        @Nullable PassageKey key) {

    /** To be called once the vectors are there. */
    EmbeddedPassage embedded() {
        PassageVectors all = vectors.join();
        return new EmbeddedPassage(start, end, all.dense(), all.tokens(), all.tokens() == null ? null : pieces);
    }

    void cancel() {
        if (run != null) {
            run.cancel(false);
        }
    }
}
