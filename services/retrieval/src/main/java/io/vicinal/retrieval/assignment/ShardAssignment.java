package io.vicinal.retrieval.assignment;

import io.micrometer.core.instrument.MeterRegistry;
import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.topic.Topics;
import io.vicinal.kafka.Backoff;
import io.vicinal.kafka.KafkaSettings;
import io.vicinal.kafka.LogWriter;
import io.vicinal.kafka.provision.CollectionTopics;
import io.vicinal.kafka.registry.CollectionRegistry;
import io.vicinal.retrieval.shard.Archive;
import io.vicinal.retrieval.shard.ShardFolders;
import io.vicinal.retrieval.shard.ShardSettings;
import io.vicinal.retrieval.shard.Shards;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this node's shards fed: a member of its replica set's consumer group that reads the passages of all live versions of
 * all collections there are. Offsets are the shards' own and never committed to Kafka. After any failure the consumer is made anew, with
 * growing pauses; the shards stay open and searchable meanwhile.
 */
public final class ShardAssignment implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ShardAssignment.class);
    private static final Duration CLOSE_CONSUMER = Duration.ofSeconds(1);
    private static final Duration CLOSE_THREAD = Duration.ofSeconds(10);

    private final AssignmentSettings settings;
    private final KafkaSettings kafka;
    private final CollectionRegistry registry;
    private final ShardLifecycle lifecycle;
    private final RecordApplier applier;
    private final LostShards lost;
    private final Semaphore changed = new Semaphore(0);
    private final Thread thread;
    private volatile boolean closing;

    /** Starts at once. */
    public ShardAssignment(
            AssignmentSettings settings,
            ShardSettings shardSettings,
            ShardFolders folders,
            Archive archive,
            Shards shards,
            KafkaSettings kafka,
            CollectionRegistry registry,
            CollectionTopics topics,
            LogWriter deadLetters,
            MeterRegistry metrics) {
        ShardMeters meters = new ShardMeters(metrics);
        this.settings = settings;
        this.kafka = kafka;
        this.registry = registry;
        this.lifecycle = new ShardLifecycle(shards, folders, new PartitionLogs(topics), shardSettings, archive, meters);
        this.applier = new RecordApplier(deadLetters, meters);
        this.lost = new LostShards(shards, settings.grace());
        this.thread = Thread.ofPlatform().name("shard-feeder").daemon().start(this::run);
        registry.onChange(changed::release);
    }

    private void run() {
        Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5));
        while (!closing) {
            try {
                feed(backoff);
            } catch (InterruptedException | org.apache.kafka.common.errors.InterruptException e) {
                return;
            } catch (RuntimeException | Error e) { // whatever it is, shards must not stop being fed for good
                log.atError().setCause(e).log("the consumer of passages failed, will be made anew");
                pause(backoff.next());
            }
        }
    }

    private void feed(Backoff backoff) throws InterruptedException {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config());
        try {
            ShardConsumer shards = new ShardConsumer(consumer, lifecycle, applier, lost, () -> closing);
            boolean first = true;
            while (!closing) {
                if ((first || changed.drainPermits() > 0) && registry.isLoaded()) {
                    first = false;
                    List<Collection> versions = registry.live();
                    shards.read(topics(versions));
                    lifecycle.keepOnly(versions);
                }
                if (consumer.subscription().isEmpty()) {
                    waitForChange();
                } else {
                    shards.poll();
                    backoff.reset();
                }
            }
        } finally {
            // a static member does not leave: after a restart it has its shards again without a rebalance
            consumer.close(CloseOptions.timeout(CLOSE_CONSUMER));
        }
    }

    private void waitForChange() throws InterruptedException {
        if (changed.tryAcquire(1, TimeUnit.SECONDS)) {
            changed.release();
        }
    }

    private static Map<String, Collection> topics(List<Collection> versions) {
        return versions.stream().collect(Collectors.toUnmodifiableMap(Topics::passages, Function.identity()));
    }

    private Map<String, Object> config() {
        Map<String, Object> config = kafka.consumer(settings.group());
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, settings.advertised());
        // a shard whose offset is gone from the log must not go on from another as if nothing had happened
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        return config;
    }

    private void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops reading, commits and closes all shards. */
    @Override
    public void close() {
        closing = true;
        changed.release();
        try {
            if (!thread.join(CLOSE_THREAD)) {
                thread.interrupt();
                log.warn("the feeding of shards does not end, shards are closed all the same");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        lifecycle.close();
    }
}
