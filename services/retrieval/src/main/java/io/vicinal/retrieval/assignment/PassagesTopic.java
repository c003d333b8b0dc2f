package io.vicinal.retrieval.assignment;

import io.vicinal.contracts.search.ShardId;
import io.vicinal.contracts.topic.Topics;
import org.apache.kafka.common.TopicPartition;

/** Which shard a partition of a passages topic is; the inverse of {@link Topics#passages(String, int)}. */
final class PassagesTopic {
    private static final String PREFIX = "vicinal.passages.";

    static ShardId shard(TopicPartition partition) {
        String topic = partition.topic();
        int version = topic.lastIndexOf(".v");
        if (!topic.startsWith(PREFIX) || version < PREFIX.length()) {
            throw new IllegalArgumentException(topic + " is not a passages topic");
        }
        return new ShardId(
                topic.substring(PREFIX.length(), version),
                Integer.parseInt(topic, version + 2, topic.length(), 10),
                partition.partition());
    }

    private PassagesTopic() {}
}
