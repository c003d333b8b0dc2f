package io.vicinal.kafka.group;

import io.vicinal.kafka.KafkaProblems;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Where a consumer group begins that nobody has joined yet: its offsets are committed for it, so that what is written between
 * now and its first member is read, and nothing from before.
 */
public final class GroupStart {
    /** What of a topic the group is to read. */
    public enum From {
        /** All that is there. */
        BEGINNING,
        /** What is written from now on. */
        NOW
    }

    /** @return fails with {@code ProblemException} broker unavailable */
    public static CompletableFuture<Void> set(
            AdminClient admin, String group, String topic, int partitions, From from) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        IntStream.range(0, partitions)
                .forEach(partition -> asked.put(
                        new TopicPartition(topic, partition),
                        from == From.NOW ? OffsetSpec.latest() : OffsetSpec.earliest()));
        return admin.listOffsets(asked)
                .all()
                .toCompletionStage()
                .thenCompose(found -> commit(admin, group, found))
                .toCompletableFuture()
                .exceptionally(failure -> {
                    throw KafkaProblems.of(failure);
                });
    }

    private static CompletionStage<Void> commit(
            AdminClient admin, String group, Map<TopicPartition, ListOffsetsResultInfo> found) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        found.forEach((partition, info) -> offsets.put(partition, new OffsetAndMetadata(info.offset())));
        return admin.alterConsumerGroupOffsets(group, offsets).all().toCompletionStage();
    }

    private GroupStart() {}
}
