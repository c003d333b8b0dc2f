package io.vicinal.relevance.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.contracts.relevance.Feedback;
import io.vicinal.contracts.relevance.RelevanceApi.RankedList;
import io.vicinal.contracts.relevance.RelevanceModels;
import io.vicinal.relevance.published.PublishedModels;
import io.vicinal.testkit.broker.StoppableBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two instances of one group: one learns for all collections, both judge by what was learned, and when it is killed the other goes on. */
@Timeout(180)
class TwoLearnersTest {
    private static final Duration A_MINUTE = Duration.ofMinutes(1);
    /** That another instance would have taken to read the logs. */
    private static final Duration A_WHILE = Duration.ofSeconds(2);

    private static final int QUERIES = 60;

    @TempDir
    Path folder;

    private final Random random = new Random(12);
    private int sent;

    @Test
    void theOtherTakesOverWhatTheOneThatIsKilledLearned() throws Exception {
        try (StoppableBroker broker = StoppableBroker.start();
                RelevanceService other = started(broker);
                LearnerProcess learner = new LearnerProcess(broker, folder.resolve("log"))) {
            send(other, "before");
            await("the one learns, and the other judges by it", () -> model(other, "before") > 0);
            try (RelevanceService second = new RelevanceService(broker.bootstrapServers(), "vicinal.node-id=second")) {
                await("it has what the first published", () -> model(second, "before") > 0);
                Thread.sleep(A_WHILE);
                assertThat(second.counts()).as("one learns at a time").isEqualTo(Counts.NONE);

                learner.close();
                send(other, "after");
                await("it has taken over", () -> second.counts().events() == sent);
                await("it learns from what came since", () -> model(second, "after") > 0);
                assertThat(model(other, "after")).isPositive();
                Thread.sleep(A_WHILE);
                Counts counts = second.counts();
                assertThat(counts.events()).as("each once").isEqualTo(sent);
                assertThat(counts.examples()).isEqualTo(sent);
                assertThat(counts.unmatched()).isZero();
                assertThat(counts.ignored()).isZero();
                Map<String, RelevanceModels> models =
                        second.bean(PublishedModels.class).all();
                assertThat(models).containsOnlyKeys("before", "after");
                assertThat(models.values())
                        .allSatisfy(each -> assertThat(each.models())
                                .extracting(model -> model.examples())
                                .allMatch(examples -> examples <= QUERIES)
                                .doesNotHaveDuplicates());
            }
        }
    }

    /** It judges, and does not learn. */
    private static RelevanceService started(StoppableBroker broker) throws Exception {
        RelevanceService judge = new RelevanceService(
                broker.bootstrapServers(), "vicinal.relevance.learn=false", "vicinal.node-id=judge");
        judge.register(FeedbackViewTest.collection("before", 1, Lists.CREATED));
        judge.register(FeedbackViewTest.collection("after", 1, Lists.CREATED));
        return judge;
    }

    private void send(RelevanceService judge, String collection) throws Exception {
        Feedback[] feedback = new Feedback[QUERIES];
        for (int q = 0; q < QUERIES; q++) {
            int best = random.nextInt(Lists.HITS);
            RankedList list = Lists.ranked(new UUID(12, sent).toString(), collection, best, random);
            judge.api().judge(list).block(A_MINUTE);
            feedback[q] = Lists.relevant(list.queryId(), collection, best);
            sent++;
        }
        judge.send(feedback);
    }

    private static int model(RelevanceService service, String collection) {
        return service.api().describe(collection).block(A_MINUTE).model();
    }

    private static void await(String what, BooleanSupplier happened) throws InterruptedException {
        Instant giveUpAt = Instant.now().plus(A_MINUTE);
        while (!happened.getAsBoolean()) {
            assertThat(Instant.now()).as(what).isBefore(giveUpAt);
            Thread.sleep(50);
        }
    }
}
