package io.vicinal.relevance.learn;

import io.vicinal.contracts.error.JsonProblems;
import io.vicinal.contracts.error.Problem;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.json.Json;
import io.vicinal.contracts.relevance.Feedback;
import io.vicinal.contracts.relevance.JudgedQuery;
import io.vicinal.contracts.topic.Groups;
import io.vicinal.contracts.topic.Topics;
import io.vicinal.kafka.KafkaSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * Reads both logs from their beginnings into a view. Of all instances the one that the group gives the feedback's only partition
 * does so; when it loses it, what it has read is forgotten. The group's offset is not where it goes on, but up to where what
 * cannot be read has gone to the dead letters, so that no record goes there twice. Used by one thread.
 */
final class Logs implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Logs.class);
    private static final TopicPartition FEEDBACK = new TopicPartition(Topics.FEEDBACK, 0);
    private static final TopicPartition QUERIES = new TopicPartition(Topics.JUDGED_QUERIES, 0);
    private static final Duration CALL = Duration.ofSeconds(5);

    private final ViewLimits limits;
    private final KafkaConsumer<byte[], byte[]> feedback;
    private final KafkaConsumer<byte[], byte[]> queries;
    private final FeedbackGarbage garbage;
    private @Nullable FeedbackView view;
    private boolean given;
    private boolean caughtUp;
    private long garbageFrom;
    private long feedbackEnd;
    private long queriesEnd;

    Logs(KafkaSettings settings, ViewLimits limits) {
        this.limits = limits;
        feedback = new KafkaConsumer<>(settings.consumer(Groups.LEARNING));
        queries = new KafkaConsumer<>(settings.consumer());
        garbage = new FeedbackGarbage(settings, feedback);
        if (queries.partitionsFor(Topics.FEEDBACK, CALL).isEmpty()
                || queries.partitionsFor(Topics.JUDGED_QUERIES, CALL).isEmpty()) {
            close();
            throw new TimeoutException("the topics of feedback and judged queries are not there yet");
        }
        feedback.subscribe(Set.of(Topics.FEEDBACK), new Assignment());
    }

    /** Null while another instance learns, or the logs have not been read to what was their end. */
    @Nullable
    FeedbackView view() {
        return caughtUp ? view : null;
    }

    Counts counts() {
        return view == null ? Counts.NONE : view.counts();
    }

    /** Reads on, and waits a little where there is nothing. */
    void poll() {
        var events = feedback.poll(Duration.ofMillis(view == null || caughtUp ? 200 : 0));
        if (given) {
            given = false;
            begin();
        }
        FeedbackView now = view;
        if (now == null) {
            return;
        }
        List<FeedbackGarbage.Refused> refused = new ArrayList<>();
        events.forEach(record -> read(record, now, refused));
        garbage.write(refused);
        queries.poll(Duration.ofMillis(caughtUp ? 0 : 50)).forEach(record -> read(record, now));
        if (!caughtUp
                && feedback.position(FEEDBACK, CALL) >= feedbackEnd
                && queries.position(QUERIES, CALL) >= queriesEnd) {
            caughtUp = true;
            log.atInfo().addKeyValue("counts", now.counts()).log("feedback read, learning from it");
        }
    }

    private void begin() {
        OffsetAndMetadata committed = feedback.committed(Set.of(FEEDBACK), CALL).get(FEEDBACK);
        garbageFrom = committed == null ? 0 : committed.offset();
        feedbackEnd = feedback.endOffsets(Set.of(FEEDBACK), CALL).getOrDefault(FEEDBACK, 0L);
        queries.assign(Set.of(QUERIES));
        queries.seekToBeginning(Set.of(QUERIES));
        queriesEnd = queries.endOffsets(Set.of(QUERIES), CALL).getOrDefault(QUERIES, 0L);
    }

    private void read(ConsumerRecord<byte[], byte[]> record, FeedbackView now, List<FeedbackGarbage.Refused> refused) {
        try {
            if (record.value() == null) {
                throw ProblemType.MISSING_VALUE.exception(null, "A record of feedback needs a value.");
            }
            Feedback event = Json.mapper().readValue(record.value(), Feedback.class);
            if (event == null) {
                throw ProblemType.WRONG_TYPE.exception(null, "Feedback is a JSON object, not null.");
            }
            now.feedback(record.offset(), event.checked(), 2L * record.value().length);
        } catch (ProblemException e) {
            refuse(record, e.problem(), now, refused);
        } catch (JacksonException e) {
            refuse(
                    record,
                    e.getCause() instanceof ProblemException said ? said.problem() : JsonProblems.of(e),
                    now,
                    refused);
        }
    }

    private void refuse(
            ConsumerRecord<byte[], byte[]> record,
            Problem problem,
            FeedbackView now,
            List<FeedbackGarbage.Refused> refused) {
        now.garbage();
        if (record.offset() >= garbageFrom) {
            refused.add(new FeedbackGarbage.Refused(record, problem));
        }
    }

    /** Only this service writes these; what cannot be read is of another release, or a stranger's. */
    private static void read(ConsumerRecord<byte[], byte[]> record, FeedbackView now) {
        try {
            JudgedQuery query =
                    record.value() == null ? null : Json.mapper().readValue(record.value(), JudgedQuery.class);
            if (query == null) {
                now.garbage();
            } else {
                now.query(LoggedQuery.of(record.offset(), query));
            }
        } catch (ProblemException | JacksonException e) {
            now.garbage();
            log.atDebug().addKeyValue("offset", record.offset()).setCause(e).log("judged query passed over");
        }
    }

    private final class Assignment implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            if (partitions.contains(FEEDBACK)) {
                feedback.seekToBeginning(Set.of(FEEDBACK));
                view = new FeedbackView(limits);
                caughtUp = false;
                given = true;
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            if (partitions.contains(FEEDBACK)) {
                view = null;
                given = false;
                caughtUp = false;
            }
        }
    }

    @Override
    public void close() {
        garbage.close();
        queries.close();
        feedback.close();
    }
}
