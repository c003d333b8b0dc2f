package io.vicinal.kafka.table;

import io.vicinal.kafka.KafkaProblems;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Those who wait until what they wrote has been read. Thread-safe. */
final class ReadBack {
    private static final long AT_MOST_SECONDS = 10;

    private final NavigableMap<Long, CompletableFuture<Void>> waiting = new TreeMap<>();
    private long position = -1;

    /** @return completes when the position is past the offset */
    CompletableFuture<Void> await(long offset) {
        CompletableFuture<Void> read;
        synchronized (this) {
            if (position > offset) {
                return CompletableFuture.completedFuture(null);
            }
            read = waiting.computeIfAbsent(offset, _ -> new CompletableFuture<>());
        }
        return read.copy().orTimeout(AT_MOST_SECONDS, TimeUnit.SECONDS).exceptionally(failure -> {
            throw new CompletionException(KafkaProblems.of(failure));
        });
    }

    void reached(long position) {
        Map<Long, CompletableFuture<Void>> done;
        synchronized (this) {
            this.position = position;
            NavigableMap<Long, CompletableFuture<Void>> passed = waiting.headMap(position, false);
            done = new TreeMap<>(passed);
            passed.clear();
        }
        done.values().forEach(each -> each.complete(null));
    }
}
