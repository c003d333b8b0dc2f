package io.vicinal.relevance.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.contracts.json.Json;
import io.vicinal.contracts.relevance.Feedback;
import io.vicinal.contracts.relevance.RelevanceApi.RankedList;
import io.vicinal.contracts.relevance.RelevanceModels;
import io.vicinal.contracts.topic.Topics;
import io.vicinal.kafka.KafkaSettings;
import io.vicinal.testkit.broker.StoppableBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The process that learns, killed with SIGKILL while it reads, trains and publishes. */
@Timeout(180)
class LearningKillTest {
    private static final Duration A_MINUTE = Duration.ofMinutes(1);
    private static final TopicPartition MODELS = new TopicPartition(Topics.RELEVANCE_MODELS, 0);
    private static final int KILLS = 4;
    private static final int QUERIES = 40;

    @TempDir
    Path folder;

    private int sent;

    @Test
    void losesNoFeedbackAndPublishesNoModelTwice() throws Exception {
        Random random = new Random(11);
        try (StoppableBroker broker = StoppableBroker.start()) {
            RelevanceModels last;
            try (RelevanceService judge = new RelevanceService(
                    broker.bootstrapServers(), "vicinal.relevance.learn=false", "vicinal.node-id=judge")) {
                judge.register(FeedbackViewTest.collection("c", 1, Lists.CREATED));
                for (int kill = 0; kill < KILLS; kill++) {
                    send(judge, random);
                    try (LearnerProcess _ = new LearnerProcess(broker, log())) {
                        if (kill % 2 == 0) {
                            awaitWritten(judge);
                        } else {
                            awaitReading(random);
                        }
                    }
                }
                send(judge, random);
                try (LearnerProcess _ = new LearnerProcess(broker, log())) {
                    await("it learns after all", () -> !published(judge).isEmpty());
                }
                last = publishedOneByOne(judge);
            }
            try (RelevanceService again = new RelevanceService(broker.bootstrapServers(), "vicinal.node-id=again")) {
                await("all is read again", () -> again.counts().events() == sent);
                assertThat(again.counts().examples()).isEqualTo(sent);
                assertThat(again.counts().unmatched()).isZero();
                assertThat(again.counts().ignored()).isZero();
                assertThat(again.api().describe("c").block(A_MINUTE).model()).isGreaterThanOrEqualTo(last.serving());
            }
        }
    }

    /** As many queries that are judged, and feedback on each. */
    private void send(RelevanceService judge, Random random) throws Exception {
        for (int q = 0; q < QUERIES; q++) {
            int best = random.nextInt(Lists.HITS);
            RankedList list = Lists.ranked(new UUID(11, sent).toString(), "c", best, random);
            judge.api().judge(list).block(A_MINUTE);
            Feedback feedback = Lists.relevant(list.queryId(), "c", best);
            judge.send(Topics.FEEDBACK, feedback.queryId(), feedback);
            sent++;
        }
    }

    private Path log() {
        return folder.resolve("log");
    }

    /** A record of a model is on the topic, committed or not. */
    private static void awaitWritten(RelevanceService judge) throws InterruptedException {
        Map<String, Object> config = judge.bean(KafkaSettings.class).consumer();
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config)) {
            long before = end(consumer);
            Instant giveUpAt = Instant.now().plus(A_MINUTE);
            while (end(consumer) == before) {
                assertThat(Instant.now()).as("a model is written").isBefore(giveUpAt);
                Thread.sleep(1); // the learner needs the processor more
            }
        }
    }

    private static long end(KafkaConsumer<byte[], byte[]> consumer) {
        return consumer.endOffsets(List.of(MODELS)).get(MODELS);
    }

    /** It has begun to read, and is somewhere on its way. */
    private void awaitReading(Random random) throws Exception {
        long before = size();
        await("it is up", () -> size() > before);
        Thread.sleep(1_000 + random.nextInt(3_000));
    }

    private long size() {
        try {
            return Files.exists(log()) ? Files.size(log()) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<RelevanceModels> published(RelevanceService judge) {
        return judge.read(Topics.RELEVANCE_MODELS).stream()
                .map(record -> Json.mapper().readValue(record.value(), RelevanceModels.class))
                .toList();
    }

    /** Each record has one model more than the one before it, of the next version and of more feedback. */
    private static RelevanceModels publishedOneByOne(RelevanceService judge) {
        List<RelevanceModels> all = published(judge);
        for (int i = 0; i < all.size(); i++) {
            assertThat(all.get(i).newest()).isEqualTo(i + 1);
            assertThat(all.get(i).models().getLast().version()).isEqualTo(i + 1);
            if (i > 0) {
                assertThat(all.get(i).models().getLast().feedback())
                        .isGreaterThan(all.get(i - 1).models().getLast().feedback());
            }
        }
        return all.getLast();
    }

    private static void await(String what, BooleanSupplier happened) throws InterruptedException {
        Instant giveUpAt = Instant.now().plus(A_MINUTE);
        while (!happened.getAsBoolean()) {
            assertThat(Instant.now()).as(what).isBefore(giveUpAt);
            Thread.sleep(50);
        }
    }
}
