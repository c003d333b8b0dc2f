package io.vicinal.inference.ingest;

import io.micrometer.core.instrument.MeterRegistry;
import io.vicinal.contracts.topic.Groups;
import io.vicinal.contracts.topic.Topics;
import io.vicinal.kafka.KafkaSettings;
import io.vicinal.kafka.registry.CollectionRegistry;
import io.vicinal.kafka.stage.Stage;
import io.vicinal.kafka.stage.StageSettings;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stage for each collection that infers on ingest, so that one whose shards are away holds up no other. It reads the
 * documents topic, which is the same whichever version serves: no document comes out twice when another one takes over, and
 * none is missed.
 */
final class IngestStages implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(IngestStages.class);
    private static final int CLOSE_AT_MOST_SECONDS = 10;

    private final StageSettings settings;
    private final KafkaSettings kafka;
    private final CollectionRegistry registry;
    private final DocumentClassifying classifying;
    private final MeterRegistry metrics;
    private final Map<Switched, Running> running = new ConcurrentHashMap<>();
    /** Starts and stops one after the other: stopping takes a while, and what it stops may be switched on again. */
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("on-ingest-stages").daemon().factory());

    private record Running(Stage stage, ClassifyProcessor processor) {
        void close() {
            stage.close();
            processor.close();
        }
    }

    /**
     * Starts with what the registry has.
     *
     * @param settings of each stage; name and group are given here
     */
    IngestStages(
            StageSettings settings,
            KafkaSettings kafka,
            CollectionRegistry registry,
            DocumentClassifying classifying,
            MeterRegistry metrics) {
        this.settings = settings;
        this.kafka = kafka;
        this.registry = registry;
        this.classifying = classifying;
        this.metrics = metrics;
        registry.onChange(this::changed);
    }

    private void changed() {
        try {
            thread.execute(this::startAndStop);
        } catch (RejectedExecutionException _) {
            log.debug("no more stages are started while shutting down");
        }
    }

    private void startAndStop() {
        Set<Switched> wanted = registry.all().stream()
                .flatMap(collection -> Switched.of(collection).stream())
                .collect(Collectors.toSet());
        running.entrySet().removeIf(entry -> {
            boolean over = !wanted.contains(entry.getKey());
            if (over) {
                entry.getValue().close();
            }
            return over;
        });
        wanted.forEach(each -> running.computeIfAbsent(each, this::start));
    }

    private Running start(Switched switched) {
        Map<String, String> topic =
                Map.of(Topics.documents(switched.collection()), switched.since().toString());
        ClassifyProcessor processor = new ClassifyProcessor(switched, classifying);
        Stage stage = new Stage(
                settings.named(Groups.onIngestStage(switched.collection()))
                        .startingAt(Groups.onIngestGroup(switched.collection(), switched.since())),
                kafka,
                () -> topic,
                processor,
                metrics);
        return new Running(stage, processor);
    }

    /** How many there are. */
    int count() {
        return running.size();
    }

    /** Collections of which nothing comes out at the moment, and why. */
    Map<String, String> heldUp() {
        Map<String, String> heldUp = new TreeMap<>();
        running.forEach((switched, each) -> {
            String reason = each.stage().isRunning()
                    ? each.processor().heldUpBy()
                    : "The log cannot be read or written, or the group has lost its offsets.";
            if (reason != null) {
                heldUp.put(switched.collection(), reason);
            }
        });
        return heldUp;
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
