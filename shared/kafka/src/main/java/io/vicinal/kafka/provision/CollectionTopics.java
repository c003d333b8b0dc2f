package io.vicinal.kafka.provision;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.CollectionVersions;
import io.vicinal.contracts.document.DocumentLimits;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.topic.Topics;
import io.vicinal.kafka.KafkaProblems;
import io.vicinal.kafka.KafkaSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Makes and removes topics. Everything may be repeated: what is there already is fine. Thread-safe. */
public final class CollectionTopics implements AutoCloseable {
    /** A shard that was away for longer rebuilds from the beginning, so that no deleted document comes back. */
    public static final Duration TOMBSTONES_KEPT = Duration.ofDays(7);

    /** What is learned from is read again at every start, so that it has an end. */
    static final Duration FEEDBACK_KEPT = Duration.ofDays(90);

    static final long FEEDBACK_BYTES = 256L << 20;
    static final Duration JUDGED_KEPT = Duration.ofDays(90);
    static final long JUDGED_BYTES = 1L << 30;
    /** Feedback of the largest request that is read, and what framing there is. */
    private static final int KEPT_MESSAGE_BYTES = 4 << 20;

    private static final int LOOKS = 100;
    private static final Executor LOOK_AGAIN = CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS);

    private final KafkaSettings settings;
    private @Nullable AdminClient admin;

    public CollectionTopics(KafkaSettings settings) {
        this.settings = settings;
    }

    /**
     * The topics of a collection's version: that of its documents, which all versions share, and that of its passages.
     *
     * @return fails with {@code ProblemException}: conflict where a topic has another number of partitions, broker
     *     unavailable
     */
    public CompletableFuture<Void> create(Collection collection) {
        return all(
                create(compacted(Topics.documents(collection.name()), collection.documentsPartitions())),
                createPassages(collection));
    }

    /** The passages of one version. */
    public CompletableFuture<Void> createPassages(Collection version) {
        return create(compacted(Topics.passages(version), version.shards()));
    }

    /**
     * A topic that results come out of: where it is there, it is someone's, and used as it is.
     *
     * @return fails with {@code ProblemException}: invalid value where no topic can have the name, broker unavailable
     */
    public CompletableFuture<Void> createOutput(String name, int partitions) {
        return there(topic(
                        name,
                        partitions,
                        Map.of(
                                TopicConfig.CLEANUP_POLICY_CONFIG,
                                TopicConfig.CLEANUP_POLICY_DELETE,
                                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                                Integer.toString(maxMessageBytes()))))
                .thenAccept(_ -> {});
    }

    /** Those of a collection with one version. */
    public CompletableFuture<Void> delete(Collection collection) {
        return delete(CollectionVersions.of(collection));
    }

    /** Of all versions, and the documents. */
    public CompletableFuture<Void> delete(CollectionVersions collection) {
        return CompletableFuture.allOf(Stream.concat(
                        Stream.of(Topics.documents(collection.name()), Topics.passages(collection.serving())),
                        collection.others().stream().map(other -> Topics.passages(other.collection())))
                .map(this::delete)
                .toArray(CompletableFuture[]::new));
    }

    /** The passages of one version. */
    public CompletableFuture<Void> deletePassages(Collection version) {
        return delete(Topics.passages(version));
    }

    /** The topics that all collections share. */
    public CompletableFuture<Void> createFixed() {
        return CompletableFuture.allOf(
                create(compacted(Topics.COLLECTIONS, 1)),
                create(compacted(Topics.RELEVANCE_MODELS, 1)),
                create(compacted(Topics.CLASSIFIERS, 1)),
                create(kept(Topics.FEEDBACK, FEEDBACK_KEPT, FEEDBACK_BYTES)),
                create(kept(Topics.JUDGED_QUERIES, JUDGED_KEPT, JUDGED_BYTES)),
                create(topic(
                        Topics.DEAD_LETTERS,
                        1,
                        Map.of(
                                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                                Integer.toString(maxMessageBytes()),
                                TopicConfig.RETENTION_MS_CONFIG,
                                "-1"))));
    }

    /** Made on first use: a broker whose name does not resolve yet must not stop the start. */
    public synchronized AdminClient admin() {
        if (admin == null) {
            admin = AdminClient.create(settings.admin());
        }
        return admin;
    }

    private NewTopic compacted(String name, int partitions) {
        return topic(
                name,
                partitions,
                Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT,
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(maxMessageBytes()),
                        TopicConfig.DELETE_RETENTION_MS_CONFIG, Long.toString(TOMBSTONES_KEPT.toMillis())));
    }

    /** A log of one partition that forgets: by age, and by size. */
    private NewTopic kept(String name, Duration age, long bytes) {
        return topic(
                name,
                1,
                Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE,
                        TopicConfig.RETENTION_MS_CONFIG, Long.toString(age.toMillis()),
                        TopicConfig.RETENTION_BYTES_CONFIG, Long.toString(bytes),
                        TopicConfig.SEGMENT_BYTES_CONFIG, Long.toString(bytes / 8),
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(KEPT_MESSAGE_BYTES)));
    }

    private NewTopic topic(String name, int partitions, Map<String, String> config) {
        Optional<Short> replicas =
                settings.replicationFactor() < 1 ? Optional.empty() : Optional.of(settings.replicationFactor());
        return new NewTopic(name, Optional.of(partitions), replicas).configs(config);
    }

    /** The largest record and the framing around it. */
    private static int maxMessageBytes() {
        return DocumentLimits.RECORD_BYTES + (1 << 20);
    }

    /** Completes when the topic is known to the brokers, so that what is written next finds it. */
    private CompletableFuture<Void> create(NewTopic topic) {
        return there(topic).thenAccept(description -> samePartitions(topic, description));
    }

    private CompletableFuture<TopicDescription> there(NewTopic topic) {
        return future(() -> admin().createTopics(List.of(topic)).all())
                .handle((_, failure) -> failure == null || cause(failure) instanceof TopicExistsException
                        ? described(topic.name(), LOOKS)
                        : CompletableFuture.<TopicDescription>failedFuture(notMade(topic, failure)))
                .thenCompose(Function.identity());
    }

    private static ProblemException notMade(NewTopic topic, Throwable failure) {
        return cause(failure) instanceof InvalidTopicException e
                ? ProblemType.INVALID_VALUE.exception(
                        null, "No topic can have the name " + topic.name() + ": " + e.getMessage())
                : KafkaProblems.of(failure);
    }

    private static void samePartitions(NewTopic topic, TopicDescription description) {
        int there = description.partitions().size();
        if (there != topic.numPartitions()) {
            throw ProblemType.CONFLICT.exception(
                    "shards",
                    "The topic %s exists with %d partitions, not %d. Take as many shards, or remove it."
                            .formatted(topic.name(), there, topic.numPartitions()));
        }
    }

    /** A broker learns of a topic a little after the controller. */
    private CompletableFuture<TopicDescription> described(String topic, int looks) {
        return future(() -> Objects.requireNonNull(
                        admin().describeTopics(List.of(topic)).topicNameValues().get(topic)))
                .handle((description, failure) -> {
                    if (failure == null) {
                        return CompletableFuture.completedFuture(description);
                    }
                    return looks > 1 && cause(failure) instanceof UnknownTopicOrPartitionException
                            ? CompletableFuture.supplyAsync(() -> described(topic, looks - 1), LOOK_AGAIN)
                                    .thenCompose(Function.identity())
                            : CompletableFuture.<TopicDescription>failedFuture(KafkaProblems.of(failure));
                })
                .thenCompose(Function.identity());
    }

    private CompletableFuture<Void> delete(String topic) {
        return future(() -> admin().deleteTopics(List.of(topic)).all()).handle((_, failure) -> {
            if (failure == null || cause(failure) instanceof UnknownTopicOrPartitionException) {
                return null;
            }
            throw KafkaProblems.of(failure);
        });
    }

    private interface Call<T> {
        KafkaFuture<T> start();
    }

    private static <T> CompletableFuture<T> future(Call<T> call) {
        try {
            return call.start().toCompletionStage().toCompletableFuture();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(KafkaProblems.of(e));
        }
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private static CompletableFuture<Void> all(CompletableFuture<Void> first, CompletableFuture<Void> second) {
        return CompletableFuture.allOf(first, second);
    }

    @Override
    public synchronized void close() {
        if (admin != null) {
            admin.close(Duration.ofSeconds(2));
        }
    }
}
