package io.vicinal.embedding.ingest;

import io.micrometer.core.instrument.MeterRegistry;
import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.topic.Groups;
import io.vicinal.contracts.topic.Topics;
import io.vicinal.kafka.KafkaSettings;
import io.vicinal.kafka.registry.CollectionRegistry;
import io.vicinal.kafka.stage.Stage;
import io.vicinal.kafka.stage.StageSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stage for each version number in use: it reads the documents of all collections that have a live version of that
 * number, in a consumer group of its own. A new group begins at the beginning of the log, so that a new version needs no
 * more than to stand in the registry to be built, and gets what is written meanwhile as the others do.
 */
public final class EmbeddingStages implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddingStages.class);
    private static final int CLOSE_AT_MOST_SECONDS = 10;

    private final StageSettings settings;
    private final KafkaSettings kafka;
    private final CollectionRegistry registry;
    private final DocumentEmbedding embedding;
    private final int cutThreads;
    private final MeterRegistry metrics;
    private final Map<Integer, Running> running = new HashMap<>();
    /** Starts and stops one after the other: stopping takes a while, and a number may come back. */
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("embedding-stages").daemon().factory());
    /** Version number to the documents topics to read for it, each with what tells that it was made anew. */
    private volatile Map<Integer, Map<String, String>> topics = Map.of();

    private record Running(Stage stage, EmbeddingProcessor processor) {
        void close() {
            stage.close();
            processor.close();
        }
    }

    /**
     * Starts with what the registry has.
     *
     * @param settings of each stage; the name is given here
     * @param cutThreads of each stage
     */
    public EmbeddingStages(
            StageSettings settings,
            KafkaSettings kafka,
            CollectionRegistry registry,
            DocumentEmbedding embedding,
            int cutThreads,
            MeterRegistry metrics) {
        this.settings = settings;
        this.kafka = kafka;
        this.registry = registry;
        this.embedding = embedding;
        this.cutThreads = cutThreads;
        this.metrics = metrics;
        registry.onChange(this::changed);
    }

    private void changed() {
        topics = topics(registry.live());
        try {
            thread.execute(this::startAndStop);
        } catch (RejectedExecutionException _) {
            log.debug("no more stages are started while shutting down");
        }
    }

    private static Map<Integer, Map<String, String>> topics(List<Collection> versions) {
        Map<Integer, Map<String, String>> topics = new HashMap<>();
        for (Collection version : versions) {
            topics.computeIfAbsent(version.version(), _ -> new HashMap<>())
                    .put(Topics.documents(version.name()), version.createdAt().toString());
        }
        return topics;
    }

    private void startAndStop() {
        Map<Integer, Map<String, String>> wanted = topics;
        wanted.keySet().forEach(version -> running.computeIfAbsent(version, this::start));
        running.entrySet().removeIf(entry -> {
            boolean over = !wanted.containsKey(entry.getKey());
            if (over) {
                entry.getValue().close();
            }
            return over;
        });
    }

    private Running start(int version) {
        EmbeddingProcessor processor = new EmbeddingProcessor(version, registry, embedding, cutThreads);
        Stage stage = new Stage(
                settings.named(Groups.embeddingStage(version)),
                kafka,
                () -> topics.getOrDefault(version, Map.of()),
                processor,
                metrics);
        return new Running(stage, processor);
    }

    /** Commits what is done; what is in work is begun again by the next to read it. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_AT_MOST_SECONDS, TimeUnit.SECONDS)) {
                log.warn("a stage does not end");
                return;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return;
        }
        try (ExecutorService closing = Executors.newVirtualThreadPerTaskExecutor()) {
            running.values().forEach(each -> closing.execute(each::close));
        }
    }
}
