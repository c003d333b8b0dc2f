package io.vicinal.relevance.learn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.json.Json;
import io.vicinal.contracts.relevance.Feedback;
import io.vicinal.contracts.relevance.JudgedQuery;
import io.vicinal.contracts.relevance.RelevanceApi.Judgement;
import io.vicinal.contracts.relevance.RelevanceApi.RankedList;
import io.vicinal.contracts.relevance.RelevanceApi.RollBack;
import io.vicinal.contracts.relevance.RelevanceDescription;
import io.vicinal.contracts.relevance.RelevanceModel;
import io.vicinal.contracts.relevance.RelevanceModels;
import io.vicinal.contracts.relevance.RelevanceReport;
import io.vicinal.contracts.relevance.Thresholds;
import io.vicinal.contracts.topic.RecordHeaders;
import io.vicinal.contracts.topic.Topics;
import io.vicinal.kafka.codec.EventHeaders;
import io.vicinal.kafka.registry.CollectionRegistry;
import io.vicinal.relevance.model.DefaultModel;
import io.vicinal.relevance.published.PublishedModels;
import io.vicinal.testkit.broker.StoppableBroker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** From feedback to another judgement, through a real broker. */
@Timeout(180)
class LearningTest {
    private static final Duration A_MINUTE = Duration.ofMinutes(1);
    /** Several times as long as a training takes, and the wait for one. */
    private static final Duration A_WHILE = Duration.ofSeconds(2);

    private static final int BEST = 5;

    private StoppableBroker broker;
    private RelevanceService service;
    private Collection collection;

    @BeforeEach
    void start() throws Exception {
        broker = StoppableBroker.start();
        service = new RelevanceService(broker.bootstrapServers());
        collection = service.register(FeedbackViewTest.collection("c", 1, Lists.CREATED));
    }

    @AfterEach
    void stop() {
        service.close();
        broker.close();
    }

    private static void await(String what, BooleanSupplier happened) throws InterruptedException {
        Instant giveUpAt = Instant.now().plus(A_MINUTE);
        while (!happened.getAsBoolean()) {
            assertThat(Instant.now()).as(what).isBefore(giveUpAt);
            Thread.sleep(50);
        }
    }

    private Judgement judge(RankedList list) {
        return service.api().judge(list).block(A_MINUTE);
    }

    private RelevanceDescription described() {
        return service.api().describe("c").block(A_MINUTE);
    }

    /** When nothing more is published. */
    private RelevanceDescription settled() throws InterruptedException {
        RelevanceDescription before = described();
        Instant since = Instant.now();
        while (Instant.now().isBefore(since.plus(A_WHILE))) {
            Thread.sleep(50);
            if (!described().equals(before)) {
                before = described();
                since = Instant.now();
            }
        }
        return before;
    }

    /** Judges queries, and says of each that the hit with the best late interaction is the relevant one. */
    private List<Feedback> judged(int queries, long seed) {
        Random random = new Random(seed);
        List<Feedback> feedback = new ArrayList<>();
        for (int q = 0; q < queries; q++) {
            int best = random.nextInt(Lists.HITS);
            RankedList list = Lists.ranked(new UUID(seed, q).toString(), "c", best, random);
            judge(list);
            feedback.add(Lists.relevant(list.queryId(), "c", best));
        }
        return feedback;
    }

    private void send(List<Feedback> feedback) throws Exception {
        service.send(feedback.toArray(Feedback[]::new));
    }

    private Judgement atFive() {
        return judge(Lists.ranked(UUID.randomUUID().toString(), "c", BEST, new Random(77)));
    }

    private void learn(int queries, long seed) throws Exception {
        int before = atFive().model();
        send(judged(queries, seed));
        await("a model is published and judges", () -> atFive().model() > before);
    }

    @Test
    void feedbackChangesTheJudgement() throws Exception {
        Judgement before = atFive();
        assertThat(before.model()).isZero();
        assertThat(before.relevance()[0]).isGreaterThan(before.relevance()[BEST]);
        learn(100, 1);
        Judgement after = atFive();
        assertThat(after.relevance()[BEST]).isGreaterThan(0.5).isGreaterThan(after.relevance()[0]);
        RelevanceDescription described = described();
        assertThat(described.examples()).isPositive().isLessThanOrEqualTo(100);
        assertThat(described.report().model().logLoss())
                .isLessThan(described.report().byDefault().logLoss());
    }

    @Test
    void afterAKillItHoldsTheSameExamplesAndPublishesNothingTwice() throws Exception {
        List<Feedback> feedback = judged(120, 2);
        send(feedback.subList(0, 60));
        await("it has begun to learn", () -> service.counts().events() > 0);
        service.close();
        service = new RelevanceService(broker.bootstrapServers());
        send(feedback.subList(60, 120));
        send(feedback.subList(0, 10));
        await("all is counted", () -> service.counts().events() == 130);
        await("a model is published", () -> described().model() > 0);
        Counts counts = service.counts();
        assertThat(counts.examples()).isEqualTo(120);
        assertThat(counts.unmatched()).isZero();
        assertThat(counts.ignored()).isZero();
        RelevanceDescription published = settled();
        service.close();
        service = new RelevanceService(broker.bootstrapServers());
        await("it has read everything again", () -> service.counts().events() == 130);
        assertThat(service.counts()).isEqualTo(counts);
        await("the model is read again", () -> described().model() > 0);
        assertThat(settled()).isEqualTo(published);
    }

    @Test
    void whatCannotBeReadGoesToTheDeadLettersOnceAndStopsNothing() throws Exception {
        service.send(Topics.FEEDBACK, "x", "{{{");
        service.send(Topics.FEEDBACK, "y", "{\"query_id\":\"y\",\"collection\":\"c\",\"judgements\":\"?\"}");
        String both = "[{\"document_id\":\"a\",\"relevant\":true},{\"document_id\":\"a\",\"relevant\":false}]";
        service.send(Topics.FEEDBACK, "w", "{\"query_id\":\"w\",\"collection\":\"c\",\"judgements\":" + both + "}");
        service.send(Topics.JUDGED_QUERIES, "z", "[1, 2]");
        service.send(Topics.JUDGED_QUERIES, "z", "{\"query_id\":\"z\",\"document_ids\":[\"a\"]}");
        learn(100, 3);
        assertThat(service.counts().garbage()).isEqualTo(5);
        await("they are dead letters", () -> service.deadLetters().size() == 3);
        service.close();
        service = new RelevanceService(broker.bootstrapServers());
        await("it has read everything again", () -> service.counts().events() == 100);
        assertThat(service.counts().garbage()).isEqualTo(5);
        var dead = service.deadLetters();
        assertThat(dead).hasSize(3);
        assertThat(new String(dead.getFirst().value(), UTF_8)).isEqualTo("{{{");
        assertThat(EventHeaders.text(dead.get(1).headers(), RecordHeaders.ERROR_DETAIL))
                .contains("judgements");
        assertThat(EventHeaders.text(dead.getLast().headers(), RecordHeaders.ERROR_DETAIL))
                .contains("relevant and not to be");
        assertThat(EventHeaders.text(dead.getLast().headers(), RecordHeaders.ERROR_TOPIC))
                .isEqualTo(Topics.FEEDBACK);
    }

    @Test
    void modelsThatCannotBeReadArePassedOver() throws Exception {
        service.send(Topics.RELEVANCE_MODELS, "c", "no model");
        service.send(Topics.RELEVANCE_MODELS, "c", "{\"collection\":\"c\",\"models\":[7]}");
        service.send(Topics.RELEVANCE_MODELS, "another", RelevanceModels.none(collection));
        RelevanceModels none = RelevanceModels.none(collection);
        service.send(Topics.RELEVANCE_MODELS, "c", none.with(model(Integer.MAX_VALUE, RelevanceModel.FORMAT, 0)));
        PublishedModels published = service.bean(PublishedModels.class);
        await("all four are counted", () -> published.passedOver() == 4);
        assertThat(published.all()).isEmpty();

        service.send(Topics.RELEVANCE_MODELS, "c", none.with(model(2, RelevanceModel.FORMAT, 7)));
        await("a threshold of 7 is none", () -> published.passedOver() == 5);
        assertThat(atFive().model()).isZero();
        assertThat(described().model()).isZero();
        assertThat(described().thresholds()).isEqualTo(DefaultModel.THRESHOLDS);

        service.send(Topics.RELEVANCE_MODELS, "c", none.with(model(3, 99, 0)));
        await(
                "that of another release has taken its place",
                () -> published
                        .of(collection)
                        .filter(models -> models.newest() == 3)
                        .isPresent());
        assertThat(published.passedOver()).isEqualTo(5);
        assertThat(atFive().model()).isZero();
        learn(100, 4);
        assertThat(described().models())
                .extracting(RelevanceDescription.Kept::version)
                .as("no number is given twice")
                .startsWith(3, 4);
    }

    @Test
    void aModelOfAnotherVersionOfTheCollectionJudgesNothing() throws Exception {
        Collection second = FeedbackViewTest.collection("c", 2, Lists.CREATED);
        service.send(
                Topics.RELEVANCE_MODELS, "c", RelevanceModels.none(second).with(model(1, RelevanceModel.FORMAT, 0)));
        PublishedModels published = service.bean(PublishedModels.class);
        await("it is read", () -> !published.all().isEmpty());
        assertThat(atFive().model()).isZero();
        assertThat(described().model()).isZero();
    }

    private static RelevanceModel model(int version, int format, double threshold) {
        RelevanceReport.Measures none = new RelevanceReport.Measures(0, 0, 0);
        return new RelevanceModel(
                version,
                format,
                Lists.CREATED,
                0,
                List.of(),
                new Thresholds(threshold, threshold, threshold),
                0,
                -1,
                new RelevanceReport(0, 0, 0, 0, none, none, none, List.of(), List.of()),
                null);
    }

    @Test
    void oneCanRollBackAndTheSameDataDoNotBringTheModelBack() throws Exception {
        learn(100, 5);
        RelevanceDescription first = described();
        assertThatThrownBy(() -> service.api()
                        .rollBack("c", new RollBack(first.model() + 7))
                        .block(A_MINUTE))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().status()).isEqualTo(404));
        assertThat(service.api().rollBack("c", new RollBack(0)).block(A_MINUTE).model())
                .isZero();
        await("the default model judges", () -> atFive().model() == 0);
        service.close();
        service = new RelevanceService(broker.bootstrapServers());
        await("it has read everything again", () -> service.counts().events() == 100);
        Thread.sleep(1_500);
        assertThat(described().model()).isZero();
        assertThat(described().models())
                .extracting(RelevanceDescription.Kept::version)
                .contains(first.model());
        service.api().rollBack("c", new RollBack(first.model())).block(A_MINUTE);
        await("it judges again", () -> atFive().model() == first.model());
        service.api().rollBack("c", new RollBack(0)).block(A_MINUTE);
        await("the default model judges", () -> atFive().model() == 0);
        learn(40, 6);
        assertThat(described().model()).isGreaterThan(first.model());
    }

    @Test
    void aModelGoesWithItsCollection() throws Exception {
        learn(100, 7);
        CollectionRegistry registry = service.bean(CollectionRegistry.class);
        registry.put(FeedbackViewTest.collection("c", 1, Lists.CREATED.plusSeconds(1)))
                .get(30, TimeUnit.SECONDS);
        assertThat(atFive().model()).as("made anew").isZero();
        assertThat(described().model()).isZero();
        registry.remove("c").get(30, TimeUnit.SECONDS);
        await(
                "its model goes too",
                () -> service.bean(PublishedModels.class).all().isEmpty());
        assertThat(service.read(Topics.RELEVANCE_MODELS).getLast().value()).isNull();
    }

    @Test
    void whatIsLoggedIsBoundedByARate() throws Exception {
        service.close();
        service = new RelevanceService(
                broker.bootstrapServers(), "vicinal.relevance.log-per-second=0.001", "vicinal.relevance.log-burst=7");
        judged(30, 8);
        await("seven are logged", () -> service.read(Topics.JUDGED_QUERIES).size() == 7);
        Thread.sleep(500);
        var records = service.read(Topics.JUDGED_QUERIES);
        assertThat(records).hasSize(7);
        JudgedQuery query = Json.mapper().readValue(records.getFirst().value(), JudgedQuery.class);
        assertThat(query.documentIds()).hasSize(Lists.HITS);
        assertThat(query.values()).hasSize(Lists.HITS * query.features().size());
    }
}
