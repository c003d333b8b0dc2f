package io.vicinal.retrieval.assignment;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.search.ShardId;
import io.vicinal.contracts.topic.Topics;
import io.vicinal.kafka.provision.CollectionTopics;
import io.vicinal.retrieval.shard.PartitionLog;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Asks the broker what a shard must know of its partition. Blocks. */
final class PartitionLogs {
    private static final Duration AT_MOST = Duration.ofSeconds(15);

    private final CollectionTopics topics;

    PartitionLogs(CollectionTopics topics) {
        this.topics = topics;
    }

    PartitionLog of(Collection collection, int partition)
            throws ExecutionException, TimeoutException, InterruptedException {
        AdminClient admin = topics.admin();
        String topic = Topics.passages(collection);
        TopicPartition of = new TopicPartition(topic, partition);
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        ListOffsetsOptions committed = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);
        var description = admin.describeTopics(List.of(topic)).topicNameValues().get(topic);
        var begin = admin.listOffsets(Map.of(of, OffsetSpec.earliest())).partitionResult(of);
        var end = admin.listOffsets(Map.of(of, OffsetSpec.latest()), committed).partitionResult(of);
        var config = admin.describeConfigs(List.of(resource)).values().get(resource);
        return new PartitionLog(
                answer(description).topicId().toString(),
                answer(begin).offset(),
                answer(end).offset(),
                Duration.ofMillis(Long.parseLong(answer(config)
                        .get(TopicConfig.DELETE_RETENTION_MS_CONFIG)
                        .value())));
    }

    AdminClient admin() {
        return topics.admin();
    }

    /** The next offset of each shard's partition; those of topics that are gone are left out. */
    Map<ShardId, Long> ends(List<ShardId> shards) throws ExecutionException, TimeoutException, InterruptedException {
        Map<TopicPartition, ShardId> wanted = new HashMap<>();
        shards.forEach(shard -> wanted.put(
                new TopicPartition(Topics.passages(shard.collection(), shard.version()), shard.partition()), shard));
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        wanted.keySet().forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        ListOffsetsResult asked =
                topics.admin().listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED));
        Map<ShardId, Long> ends = new HashMap<>();
        for (Map.Entry<TopicPartition, ShardId> entry : wanted.entrySet()) {
            try {
                ends.put(
                        entry.getValue(),
                        answer(asked.partitionResult(entry.getKey())).offset());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
            }
        }
        return ends;
    }

    private static <T> T answer(@Nullable KafkaFuture<T> future)
            throws ExecutionException, TimeoutException, InterruptedException {
        return Objects.requireNonNull(future).get(AT_MOST.toMillis(), TimeUnit.MILLISECONDS);
    }
}
