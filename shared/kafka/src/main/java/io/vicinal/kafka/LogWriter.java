package io.vicinal.kafka;

import io.vicinal.contracts.error.ProblemType;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Writes records outside of transactions, in the order they are given. Kafka's {@code send} may block for metadata or
 * memory, so it runs on one thread of its own; no caller ever waits.
 */
public final class LogWriter implements AutoCloseable {
    private static final int QUEUE = 50_000;

    private final KafkaSettings settings;
    private final ThreadPoolExecutor sender;
    private @Nullable KafkaProducer<byte[], byte[]> producer;

    public LogWriter(KafkaSettings settings) {
        this.settings = settings;
        this.sender = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(QUEUE),
                Thread.ofPlatform().name("log-writer").daemon().factory());
    }

    /**
     * Completes, on a thread that must not be blocked, when all in-sync replicas have the record.
     *
     * @return fails with {@code ProblemException}: broker unavailable, record too large, too many requests
     */
    public CompletableFuture<RecordMetadata> write(ProducerRecord<byte[], byte[]> record) {
        CompletableFuture<RecordMetadata> written = new CompletableFuture<>();
        long expiresAt = System.nanoTime()
                + Duration.ofMillis(KafkaSettings.MAX_BLOCK_MS).toNanos();
        try {
            sender.execute(() -> send(record, written, expiresAt));
        } catch (RejectedExecutionException _) {
            written.completeExceptionally(
                    sender.isShutdown()
                            ? KafkaProblems.unavailable()
                            : ProblemType.TOO_MANY_REQUESTS.exception(
                                    null, "Too many records wait for the log. Send fewer at a time."));
        }
        return written;
    }

    private void send(
            ProducerRecord<byte[], byte[]> record, CompletableFuture<RecordMetadata> written, long expiresAt) {
        if (written.isDone()) {
            return;
        }
        // Behind sends that blocked for a broker that is away there is no point in blocking once more.
        if (System.nanoTime() > expiresAt) {
            written.completeExceptionally(KafkaProblems.unavailable());
            return;
        }
        try {
            producer().send(record, (metadata, failure) -> {
                if (failure == null) {
                    written.complete(metadata);
                } else {
                    written.completeExceptionally(KafkaProblems.of(failure));
                }
            });
        } catch (RuntimeException e) {
            written.completeExceptionally(KafkaProblems.of(e));
        }
    }

    /** Made on first use: a broker whose name does not resolve yet must not stop the start. */
    private KafkaProducer<byte[], byte[]> producer() {
        if (producer == null) {
            producer = new KafkaProducer<>(settings.producer());
        }
        return producer;
    }

    /** Writes what is queued, for at most the delivery timeout. */
    @Override
    public void close() {
        sender.shutdown();
        try {
            if (!sender.awaitTermination(KafkaSettings.DELIVERY_TIMEOUT_MS, TimeUnit.MILLISECONDS)) {
                sender.shutdownNow().clear();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        if (producer != null) {
            producer.close(Duration.ofSeconds(5));
        }
    }
}
