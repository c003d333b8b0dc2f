package io.vicinal.kafka.table;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vicinal.contracts.json.Json;
import io.vicinal.kafka.Backoff;
import io.vicinal.kafka.KafkaProblems;
import io.vicinal.kafka.KafkaSettings;
import io.vicinal.kafka.codec.EventHeaders;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.jspecify.annotations.Nullable;

/**
 * Changes the records of a topic one after the other, over all processes: the log knows no compare-and-set, but it lets one
 * producer of a transactional id commit. So a change takes the id, then reads what stands there, then writes; who took the
 * id in between makes the commit fail, and the change begins anew.
 */
final class TableWriter<V> implements AutoCloseable {
    private static final int ATTEMPTS = 20;

    private final KafkaSettings settings;
    private final TableTopic<V> topic;
    private final ExecutorService thread;

    /**
     * @param now null where there is none
     * @param offset of the record that says so; -1 where nothing had to be written
     */
    record Changed<V>(@Nullable V now, long offset) {}

    TableWriter(KafkaSettings settings, TableTopic<V> topic) {
        this.settings = settings;
        this.topic = topic;
        this.thread = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name(topic.name() + "-writer").daemon().factory());
    }

    CompletableFuture<Changed<V>> change(String key, Function<@Nullable V, @Nullable V> change) {
        CompletableFuture<Changed<V>> changed = new CompletableFuture<>();
        try {
            thread.execute(() -> {
                try {
                    changed.complete(changeNow(key, change));
                } catch (ExecutionException | RuntimeException e) {
                    changed.completeExceptionally(KafkaProblems.of(e));
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                    changed.completeExceptionally(KafkaProblems.unavailable());
                }
            });
        } catch (RejectedExecutionException _) {
            changed.completeExceptionally(KafkaProblems.unavailable());
        }
        return changed;
    }

    private Changed<V> changeNow(String key, Function<@Nullable V, @Nullable V> change)
            throws ExecutionException, InterruptedException {
        Backoff backoff = new Backoff(Duration.ofMillis(20), Duration.ofMillis(500));
        for (int attempt = 1; ; attempt++) {
            try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(producer())) {
                return attempt(producer, key, change);
            } catch (ProducerFencedException | InvalidProducerEpochException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                Thread.sleep(backoff.next());
            }
        }
    }

    private Changed<V> attempt(
            KafkaProducer<byte[], byte[]> producer, String key, Function<@Nullable V, @Nullable V> change)
            throws ExecutionException, InterruptedException {
        producer.initTransactions();
        V before = read(key);
        V after = change.apply(before);
        if (Objects.equals(before, after)) {
            return new Changed<>(before, -1);
        }
        producer.beginTransaction();
        var written = producer.send(new ProducerRecord<>(
                topic.name(),
                0,
                key.getBytes(UTF_8),
                after == null ? null : Json.mapper().writeValueAsBytes(after),
                EventHeaders.event(topic.event(), topic.source() + key)));
        producer.commitTransaction();
        return new Changed<>(after, written.get().offset());
    }

    private @Nullable V read(String key) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(TableReader.config(settings))) {
            TableReader<V> table = new TableReader<>(topic, consumer);
            table.load();
            return table.rows().get(key);
        }
    }

    private Map<String, Object> producer() {
        Map<String, Object> config = settings.producer();
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, topic.name());
        config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, KafkaSettings.DELIVERY_TIMEOUT_MS);
        return config;
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(3, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
