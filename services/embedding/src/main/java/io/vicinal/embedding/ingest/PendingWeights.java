package io.vicinal.embedding.ingest;

import io.vicinal.contracts.embedding.SparseWeights;
import io.vicinal.embedding.cache.PassageKey;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The sparse weights of a passage, on their way.
 *
 * @param run what is to be cancelled where nobody wants them any more; null where they were known
 * @param key under which they are to be kept; null where they are, or nothing is
 */
record PendingWeights(
        @Nullable CompletableFuture<?> run,
        CompletableFuture<SparseWeights> weights,
        @Nullable PassageKey key) {

    static PendingWeights known(SparseWeights weights) {
        return new PendingWeights(null, CompletableFuture.completedFuture(weights), null);
    }

    void cancel() {
        if (run != null) {
            run.cancel(false);
        }
    }
}
