package io.vicinal.relevance.published;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vicinal.contracts.json.Json;
import io.vicinal.contracts.relevance.RelevanceModels;
import io.vicinal.contracts.topic.Topics;
import io.vicinal.kafka.Backoff;
import io.vicinal.kafka.KafkaProblems;
import io.vicinal.kafka.KafkaSettings;
import io.vicinal.kafka.codec.EventHeaders;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
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
 * Changes what stands on the models' topic, one change after the other over all processes, as the registry of collections is
 * changed: who takes the transactional id in between makes the commit fail, and the change begins anew with what is there then.
 */
final class ModelsWriter implements AutoCloseable {
    private static final String TRANSACTIONAL_ID = "vicinal.relevance-models";
    private static final int ATTEMPTS = 20;

    private final KafkaSettings settings;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("relevance-models-writer").daemon().factory());

    ModelsWriter(KafkaSettings settings) {
        this.settings = settings;
    }

    /**
     * @param change of what stands there (null: nothing) to what is to; the same writes nothing
     * @return what stands there now, or null
     */
    CompletableFuture<@Nullable RelevanceModels> change(
            String collection, Function<@Nullable RelevanceModels, @Nullable RelevanceModels> change) {
        CompletableFuture<@Nullable RelevanceModels> changed = new CompletableFuture<>();
        try {
            thread.execute(() -> {
                try {
                    changed.complete(changeNow(collection, change));
                } catch (RuntimeException e) {
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

    private @Nullable RelevanceModels changeNow(
            String collection, Function<@Nullable RelevanceModels, @Nullable RelevanceModels> change)
            throws InterruptedException {
        Backoff backoff = new Backoff(Duration.ofMillis(20), Duration.ofMillis(500));
        for (int attempt = 1; ; attempt++) {
            try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(producer())) {
                return attempt(producer, collection, change);
            } catch (ProducerFencedException | InvalidProducerEpochException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                Thread.sleep(backoff.next());
            }
        }
    }

    private @Nullable RelevanceModels attempt(
            KafkaProducer<byte[], byte[]> producer,
            String collection,
            Function<@Nullable RelevanceModels, @Nullable RelevanceModels> change) {
        producer.initTransactions();
        RelevanceModels before = read(collection);
        RelevanceModels after = change.apply(before);
        if (Objects.equals(before, after)) {
            return before;
        }
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(
                Topics.RELEVANCE_MODELS,
                0,
                collection.getBytes(UTF_8),
                after == null ? null : Json.mapper().writeValueAsBytes(after),
                EventHeaders.event(EventHeaders.RELEVANCE_MODELS, "/vicinal/relevance")));
        producer.commitTransaction();
        return after;
    }

    private @Nullable RelevanceModels read(String collection) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(ModelsReader.config(settings))) {
            ModelsReader topic = new ModelsReader(consumer);
            topic.load();
            return topic.models().get(collection);
        }
    }

    private Map<String, Object> producer() {
        Map<String, Object> config = settings.producer();
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, TRANSACTIONAL_ID);
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
