package io.vicinal.inference.learn;

import static io.vicinal.inference.InferenceService.asking;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.inference.ClassifyResult;
import io.vicinal.inference.InferenceService;
import io.vicinal.inference.Shards;
import io.vicinal.kafka.registry.CollectionRegistry;
import io.vicinal.kafka.table.LogTable;
import io.vicinal.service.deadline.Deadline;
import io.vicinal.testkit.broker.TestBroker;
import io.vicinal.testkit.broker.WithBroker;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** When it is learned, what serves meanwhile, and where it is kept. */
@WithBroker
@Timeout(120)
class LearnersTest {
    private static TestBroker broker;
    private static InferenceService service;

    @BeforeAll
    static void start(TestBroker shared) {
        broker = shared;
        service = new InferenceService(shared.bootstrapServers());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @AfterEach
    void behave() {
        service.shards.wellBehaved();
    }

    private static Collection bank() throws Exception {
        Collection collection = service.collection(2);
        service.addBank(collection, 12);
        return collection;
    }

    private static ClassifyResult ask(InferenceService service, Collection collection) {
        return service.api()
                .classify(collection.name(), asking("", "my card card is w99"))
                .block();
    }

    private static ClassifyResult ask(Collection collection) {
        return ask(service, collection);
    }

    private static LogTable<Learned> table(InferenceService service) {
        return service.bean("learnedTable");
    }

    private static String key(Collection collection) {
        return Subject.of(collection, "label").key();
    }

    /** As it stands on the log once it is there. */
    private static Learned logged(Collection collection) {
        return await().atMost(Duration.ofSeconds(20))
                .until(() -> table(service).rows().get(key(collection)), learned -> learned != null);
    }

    /** As if it had been learned slowly, an hour ago, before the last write. */
    private static Learned slowAndOld(Learned learned) throws Exception {
        Learned old = new Learned(
                learned.subject(),
                learned.revision() - 1,
                Instant.parse("2026-01-02T03:04:05Z"),
                3,
                learned.classifier(),
                learned.regressor());
        service.sendLearned(old.subject().key(), old);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> table(service).rows().get(old.subject().key()).seconds() == 3);
        return old;
    }

    @Test
    void theFirstRequestWaitsForIt() throws Exception {
        ClassifyResult result = ask(bank());
        assertThat(result.classifier().examples()).isEqualTo(36);
        assertThat(result.classifier().trainedAt()).isNotNull();
        assertThat(result.classifier().training()).isFalse();
        assertThat(result.warnings()).isEmpty();
        assertThat(result.results().getFirst().label()).isEqualTo("card");
    }

    @Test
    void asLongAsNothingIsWrittenItIsNotLearnedAgain() throws Exception {
        Collection collection = bank();
        Instant first = ask(collection).classifier().trainedAt();
        int reads = service.shards.exampleReads.get();
        assertThat(ask(collection).classifier().trainedAt()).isEqualTo(first);
        assertThat(service.shards.exampleReads.get()).isEqualTo(reads);
    }

    @Test
    void whatIsQuickIsLearnedAtOnceWhenSomethingWasWritten() throws Exception {
        Collection collection = bank();
        ask(collection);
        service.add(collection, "new", "my mortgage mortgage is due", "label", "mortgage");
        ClassifyResult after = service.api()
                .classify(collection.name(), asking("", "mortgage is due"))
                .block();
        assertThat(after.classifier().examples()).isEqualTo(37);
        assertThat(after.results().getFirst().distribution().getFirst().label()).isEqualTo("mortgage");
    }

    @Test
    void whatIsSlowIsLearnedInTheBackgroundWhileTheOldOneServes() throws Exception {
        Collection collection = bank();
        ask(collection);
        Learned old = slowAndOld(logged(collection));
        Sinks.Empty<Void> gate = Sinks.empty();
        service.shards.beforeExamples = _ -> gate.asMono();

        ClassifyResult meanwhile = ask(collection);
        assertThat(meanwhile.classifier().trainedAt()).isEqualTo(old.trainedAt());
        assertThat(meanwhile.classifier().training()).isTrue();
        assertThat(meanwhile.results().getFirst().label()).isEqualTo("card");

        gate.tryEmitEmpty();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> ask(collection).classifier().trainedAt().isAfter(old.trainedAt()));
        assertThat(ask(collection).classifier().training()).isFalse();
    }

    @Test
    void whatWasLearnedSlowlyAMomentAgoIsNotLearnedAgainYet() throws Exception {
        Collection collection = bank();
        ask(collection);
        Learned learned = logged(collection);
        service.sendLearned(
                key(collection),
                new Learned(
                        learned.subject(),
                        learned.revision() - 1,
                        Instant.now(),
                        3,
                        learned.classifier(),
                        learned.regressor()));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> table(service).rows().get(key(collection)).seconds() == 3);
        int reads = service.shards.exampleReads.get();
        assertThat(ask(collection).classifier().training()).isFalse();
        assertThat(service.shards.exampleReads.get()).isEqualTo(reads);
    }

    @Test
    void aRequestDoesNotWaitLongerThanHalfOfItsTimeAndTheNeighboursAnswerAlone() throws Exception {
        Collection collection = bank();
        service.shards.beforeExamples = _ -> Mono.never();
        long began = System.nanoTime();
        ClassifyResult result = service.api()
                .classify(collection.name(), asking("", "my card card is w99"))
                .contextWrite(context -> Deadline.in(Duration.ofSeconds(2)).into(context))
                .block();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
        assertThat(result.results().getFirst().label()).isEqualTo("card");
        assertThat(result.classifier().trainedAt()).isNull();
        assertThat(result.classifier().training()).isTrue();
        assertThat(result.warnings()).singleElement().asString().contains("being trained");
    }

    @Test
    void whoAsksAtTheSameTimeWaitsForTheSameTraining() throws Exception {
        Collection collection = bank();
        Sinks.Empty<Void> gate = Sinks.empty();
        service.shards.beforeExamples = _ -> gate.asMono();
        int reads = service.shards.exampleReads.get();
        CompletableFuture<ClassifyResult> one = CompletableFuture.supplyAsync(() -> ask(collection));
        CompletableFuture<ClassifyResult> another = CompletableFuture.supplyAsync(() -> ask(collection));
        await().until(() -> service.shards.exampleReads.get() > reads);
        Thread.sleep(200); // for the other one to come, too
        gate.tryEmitEmpty();
        assertThat(one.get(20, TimeUnit.SECONDS).classifier())
                .isEqualTo(another.get(20, TimeUnit.SECONDS).classifier());
    }

    @Test
    void itIsThereAfterARestartWithoutReadingAnExample() throws Exception {
        Collection collection = bank();
        Instant learned = ask(collection).classifier().trainedAt();
        logged(collection);
        service.shards.beforeExamples = _ -> Shards.away();
        try (InferenceService restarted = new InferenceService(broker.bootstrapServers(), service.shards)) {
            table(restarted).awaitLoaded(Duration.ofSeconds(30));
            ClassifyResult result = ask(restarted, collection);
            assertThat(result.classifier().trainedAt()).isEqualTo(learned);
            assertThat(result.classifier().examples()).isEqualTo(36);
            assertThat(result.results().getFirst().label()).isEqualTo("card");
        }
    }

    @Test
    void whatCannotBeReadOnTheLogIsPassedOver() throws Exception {
        Collection collection = bank();
        String subject = "{\"subject\":{\"collection\":\"" + collection.name()
                + "\",\"version\":1,\"created_at\":\"2026-01-02T03:04:05Z\",\"field\":\"label\"},\"revision\":36,"
                + "\"trained_at\":\"2099-01-02T03:04:05Z\",\"seconds\":9";
        long before = table(service).passedOver();
        String[] garbage = {
            "not JSON",
            "null",
            "{}",
            subject + "}",
            subject + ",\"classifier\":{\"format\":99}}",
            subject + ",\"classifier\":{\"format\":1}}",
            subject + ",\"regressor\":{\"format\":1}}",
        };
        for (String value : garbage) {
            service.send("vicinal.classifiers", key(collection), value.getBytes());
        }
        service.send("vicinal.classifiers", "another/key", (subject + "}").getBytes());
        await().atMost(Duration.ofSeconds(20)).until(() -> table(service).passedOver() >= before + garbage.length + 1);
        assertThat(ask(collection).classifier().examples()).isEqualTo(36);
    }

    @Test
    void whatWasLearnedOfACollectionThatIsGoneIsRemoved() throws Exception {
        Collection collection = bank();
        ask(collection);
        logged(collection);
        service.bean(CollectionRegistry.class).remove(collection.name()).get(30, TimeUnit.SECONDS);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !table(service).rows().containsKey(key(collection)));
    }

    @Test
    void whatComesWhenTheCollectionIsGoneIsRemovedToo() throws Exception {
        Collection gone = bank();
        ask(gone);
        Learned learned = logged(gone);
        service.bean(CollectionRegistry.class).remove(gone.name()).get(30, TimeUnit.SECONDS);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !table(service).rows().containsKey(key(gone)));
        service.sendLearned(key(gone), learned);
        Collection after = bank();
        ask(after);
        logged(after); // the one before it has been read
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !table(service).rows().containsKey(key(gone)));
    }

    @Test
    void aCollectionOfTheSameNameLearnsAnew() throws Exception {
        Collection collection = bank();
        ask(collection);
        Learned before = logged(collection);
        Learned other = new Learned(
                new Subject(collection.name(), 1, Instant.EPOCH, "label"),
                before.revision(),
                Instant.parse("2099-01-02T03:04:05Z"),
                before.seconds(),
                before.classifier(),
                null);
        service.sendLearned(key(collection), other);
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            Learned now = table(service).rows().get(key(collection));
            return now == null || !now.subject().equals(before.subject());
        });
        assertThat(ask(collection).classifier().trainedAt()).isBefore(other.trainedAt());
    }

    @Test
    void nothingIsLearnedFromHalfOfTheShards() throws Exception {
        Collection collection = bank();
        service.shards.before = shard -> shard == 1 ? Shards.away() : Mono.empty();
        assertThatThrownBy(() -> ask(collection))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(ProblemType.SHARD_UNAVAILABLE.is(e.problem()))
                                .isTrue());
        service.shards.wellBehaved();
        assertThat(ask(collection).classifier().examples()).isEqualTo(36);
    }
}
