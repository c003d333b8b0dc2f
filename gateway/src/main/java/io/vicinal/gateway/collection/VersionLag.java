package io.vicinal.gateway.collection;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.search.ShardState;
import io.vicinal.contracts.topic.Groups;
import io.vicinal.contracts.topic.Topics;
import io.vicinal.gateway.collection.CollectionDescription.Shard;
import io.vicinal.kafka.KafkaProblems;
import io.vicinal.kafka.provision.CollectionTopics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import reactor.core.publisher.Mono;

/** How far a version is behind the documents topic: what its stage has not embedded, and what its shards do not show. */
public final class VersionLag {
    private final CollectionTopics topics;
    private final ShardStates states;

    /**
     * @param records on the documents topic, as offsets count them
     * @param left of them, and of those that came of them, what no searcher shows yet
     */
    record Lag(long records, long left, List<Shard> shards) {

        /** Whether every shard answers searches. */
        boolean isServing() {
            return shards.stream().allMatch(shard -> shard.status() == ShardState.Status.SERVING);
        }

        /** From 0 to 1. */
        double progress() {
            return left == 0 ? 1 : Math.max(0, 1 - (double) left / Math.max(records, left));
        }
    }

    public VersionLag(CollectionTopics topics, ShardStates states) {
        this.topics = topics;
        this.states = states;
    }

    /** Each question after the one before it, so that a record on its way is counted once at least. */
    Mono<Lag> of(Collection version) {
        List<TopicPartition> documents = partitions(Topics.documents(version.name()), version.documentsPartitions());
        List<TopicPartition> passages = partitions(Topics.passages(version), version.shards());
        return Mono.fromCompletionStage(() -> embedded(version))
                .flatMap(embedded -> Mono.zip(
                                offsets(documents, OffsetSpec.earliest()),
                                offsets(documents, OffsetSpec.latest()),
                                offsets(passages, OffsetSpec.latest()))
                        .flatMap(log -> states.of(version)
                                .map(shards -> lag(
                                        embedded,
                                        log.getT1(),
                                        log.getT2(),
                                        shards,
                                        left(shards, version, log.getT3())))))
                .onErrorMap(KafkaProblems::of);
    }

    private static List<TopicPartition> partitions(String topic, int count) {
        return IntStream.range(0, count)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
    }

    private static Lag lag(
            Map<TopicPartition, OffsetAndMetadata> embedded,
            Map<TopicPartition, Long> begins,
            Map<TopicPartition, Long> ends,
            List<Shard> shards,
            long leftInShards) {
        long records = 0;
        long left = leftInShards;
        for (Map.Entry<TopicPartition, Long> partition : ends.entrySet()) {
            long end = partition.getValue();
            long begin = Math.min(end, begins.getOrDefault(partition.getKey(), 0L));
            OffsetAndMetadata done = embedded.get(partition.getKey());
            records += end - begin;
            left += end - Math.clamp(done == null ? begin : done.offset(), begin, end);
        }
        return new Lag(records, left, shards);
    }

    /** A shard knows the end of its log as of its last fetch; the broker knows it better. */
    private static long left(List<Shard> shards, Collection version, Map<TopicPartition, Long> ends) {
        long left = 0;
        for (Shard shard : shards) {
            long end = ends.getOrDefault(new TopicPartition(Topics.passages(version), shard.shard()), 0L);
            long offset = shard.offset() == null ? 0 : shard.offset();
            left += Math.max(Math.max(0, end - offset), shard.behind() == null ? 0 : shard.behind());
        }
        return left;
    }

    private Mono<Map<TopicPartition, Long>> offsets(List<TopicPartition> partitions, OffsetSpec which) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(partition -> asked.put(partition, which));
        return Mono.fromCompletionStage(
                        () -> admin().listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                                .all()
                                .toCompletionStage())
                .map(found -> {
                    Map<TopicPartition, Long> offsets = new HashMap<>();
                    found.forEach((partition, info) -> offsets.put(partition, info.offset()));
                    return offsets;
                });
    }

    /** What the stage has committed; a group that has not begun has nothing. */
    private CompletionStage<Map<TopicPartition, OffsetAndMetadata>> embedded(Collection version) {
        return admin().listConsumerGroupOffsets(Groups.embedding(version.version()))
                .partitionsToOffsetAndMetadata()
                .toCompletionStage()
                .exceptionally(failure -> {
                    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
                    if (cause instanceof GroupIdNotFoundException) {
                        return Map.of();
                    }
                    throw new CompletionException(cause);
                });
    }

    private AdminClient admin() {
        return topics.admin();
    }
}
