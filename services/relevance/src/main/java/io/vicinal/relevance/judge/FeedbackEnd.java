package io.vicinal.relevance.judge;

import io.vicinal.contracts.topic.Topics;
import io.vicinal.kafka.KafkaProblems;
import io.vicinal.kafka.provision.CollectionTopics;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** How far feedback has come. */
public final class FeedbackEnd {
    private static final TopicPartition FEEDBACK = new TopicPartition(Topics.FEEDBACK, 0);

    private final CollectionTopics topics;

    public FeedbackEnd(CollectionTopics topics) {
        this.topics = topics;
    }

    /** The offset of the last event, or less than 0 where there is none; fails with {@code ProblemException}. */
    CompletableFuture<Long> last() {
        return CompletableFuture.supplyAsync(topics::admin)
                .thenCompose(admin -> admin.listOffsets(Map.of(FEEDBACK, OffsetSpec.latest()))
                        .partitionResult(FEEDBACK)
                        .toCompletionStage())
                .handle((end, failure) -> {
                    if (failure != null) {
                        throw new CompletionException(KafkaProblems.of(failure));
                    }
                    return end.offset() - 1;
                });
    }
}
