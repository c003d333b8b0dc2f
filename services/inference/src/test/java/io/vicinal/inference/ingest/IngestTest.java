package io.vicinal.inference.ingest;

import static io.vicinal.inference.ingest.Written.ids;
import static io.vicinal.inference.ingest.Written.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.micrometer.core.instrument.MeterRegistry;
import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.OnIngest;
import io.vicinal.contracts.inference.ClassifyResult.Classified;
import io.vicinal.contracts.inference.ClassifyResult.Evidence;
import io.vicinal.contracts.topic.RecordHeaders;
import io.vicinal.contracts.topic.Topics;
import io.vicinal.inference.InferenceService;
import io.vicinal.inference.Words;
import io.vicinal.inference.ingest.Written.Place;
import io.vicinal.inference.label.DocumentLabelling;
import io.vicinal.inference.label.DocumentLabelling.Unlabelled;
import io.vicinal.inference.learn.Learners;
import io.vicinal.inference.learn.Neighbourhood;
import io.vicinal.kafka.codec.EventHeaders;
import io.vicinal.kafka.provision.CollectionTopics;
import io.vicinal.testkit.broker.TestBroker;
import io.vicinal.testkit.broker.WithBroker;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.JsonNode;

/** The stage against a real broker, between shards in memory. */
@WithBroker
@Timeout(90)
class IngestTest {
    private static InferenceService service;

    @BeforeAll
    static void start(TestBroker broker) {
        service = new InferenceService(broker.bootstrapServers());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @AfterEach
    void behave() {
        service.shards.wellBehaved();
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            Thread.sleep(20);
        }
    }

    private static double outcome(String outcome) {
        return service.bean(MeterRegistry.class)
                .counter("vicinal.inference.ingest.documents", "outcome", outcome)
                .count();
    }

    private static List<String> numbered(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).sorted().toList();
    }

    @Test
    void aNewDocumentComesOutWithItsLabelAndEvidenceAndOthersDoNot() throws Exception {
        try (Written written = new Written(service, 3)) {
            written.addBank(written.collection, 20);
            double examples = outcome("example");
            for (int i = 0; i < 30; i++) {
                written.writeAndShow("new" + i, "my card card is n" + i);
            }
            written.writeAndShow("labelled", "my card card has one", "card");
            Place gone = written.writeAndShow("deleted", "my loan is paid");
            written.show(written.collection, written.send("deleted", null), (float[]) null);
            List<ConsumerRecord<byte[], byte[]>> out = written.out(30);
            assertThat(ids(out)).contains(numbered("new", 30).toArray(String[]::new));
            assertThat(ids(out)).doesNotHaveDuplicates().doesNotContain("labelled");
            assertThat(gone.offset()).isNotNegative();
            assertThat(outcome("example") - examples).isEqualTo(1);
            for (ConsumerRecord<byte[], byte[]> record : out) {
                if (new String(record.key(), UTF_8).startsWith("new")) {
                    assertIsACard(written, record);
                }
            }
        }
    }

    private static void assertIsACard(Written written, ConsumerRecord<byte[], byte[]> record) throws Exception {
        JsonNode value = json(record);
        String schema;
        try (var stream = Topics.class.getResourceAsStream("/io/vicinal/contracts/schemas/classified-document.json")) {
            schema = new String(stream.readAllBytes(), UTF_8);
        }
        assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(schema, InputFormat.JSON)
                        .validate(value.toString(), InputFormat.JSON))
                .isEmpty();
        assertThat(value.propertyNames().stream().toList())
                .startsWith("collection", "version", "document_id", "field", "label", "abstained");
        assertThat(value.get("collection").asString()).isEqualTo(written.collection.name());
        assertThat(value.get("version").asInt()).isEqualTo(1);
        assertThat(value.get("field").asString()).isEqualTo("label");
        assertThat(value.get("document_id").asString()).isEqualTo(new String(record.key(), UTF_8));
        assertThat(value.get("label").asString()).isEqualTo("card");
        assertThat(value.get("evidence").get(0).get("document_id").asString()).startsWith("card");
        assertThat(EventHeaders.text(record.headers(), RecordHeaders.CE_TYPE))
                .isEqualTo("io.vicinal.document.classified");
        assertThat(EventHeaders.text(record.headers(), RecordHeaders.TRACEPARENT))
                .isEqualTo("00-trace");
    }

    @Test
    void aDocumentIsNoEvidenceOfItself() throws Exception {
        Collection bank = service.collection(2);
        service.addBank(bank, 20);
        DocumentLabelling labelling = new DocumentLabelling(
                service.bean(Learners.class),
                service.bean(Neighbourhood.class),
                service.<Scheduler>bean("inferenceThreads"));
        // one that is among the examples, by an earlier write that some replica still shows
        Classified card = labelling
                .label(bank, "label", null, List.of(new Unlabelled("card3", Words.vector("my card card is w3"))))
                .block()
                .getFirst();
        assertThat(card.label()).isEqualTo("card");
        assertThat(card.evidence())
                .extracting(Evidence::documentId)
                .isNotEmpty()
                .doesNotContain("card3");
        Classified other = labelling
                .label(bank, "label", null, List.of(new Unlabelled("x", Words.vector("my card card is w3"))))
                .block()
                .getFirst();
        assertThat(other.evidence().getFirst().documentId()).isEqualTo("card3");
    }

    @Test
    void whileThereIsNoExampleItComesOutThatThereIsNone() throws Exception {
        try (Written written = new Written(service, 2)) {
            written.writeAndShow("a", "my card is lost");
            written.writeAndShow("b", "my loan is due");
            List<ConsumerRecord<byte[], byte[]>> out = written.out(2);
            assertThat(ids(out)).containsExactly("a", "b");
            assertThat(out).allSatisfy(record -> {
                assertThat(json(record).get("abstained").asBoolean()).isTrue();
                assertThat(json(record).get("reason").asString()).isEqualTo("no_examples");
                assertThat(json(record).get("label").isNull()).isTrue();
            });
        }
    }

    @Test
    void whatIsNotShownYetIsWaitedForAndHoldsUpNoOtherPartition() throws Exception {
        try (Written written = new Written(service, 2)) {
            written.addBank(written.collection, 5);
            Place late = written.write("late", "my card is late");
            String other = IntStream.range(0, 100)
                    .mapToObj(i -> "other" + i)
                    .filter(id -> Written.shard(written.collection, new Place(id, 0, 0))
                                    .partition()
                            != late.partition())
                    .findFirst()
                    .orElseThrow();
            written.writeAndShow(other, "my loan is here");
            assertThat(ids(written.out(1))).containsExactly(other);
            written.show(written.collection, late, "my card is late");
            assertThat(ids(written.out(2))).containsExactly("late", other);
        }
    }

    @Test
    void itEndsWhenItIsSwitchedOffAndAChangeGoesForWhatHasNotComeOut() throws Exception {
        try (Written written = new Written(service, 1)) {
            written.addBank(written.collection, 5);
            written.writeAndShow("first", "my card is lost");
            assertThat(ids(written.out(1))).containsExactly("first");
            String elsewhere = "elsewhere." + written.collection.name();
            service.bean(CollectionTopics.class).createOutput(elsewhere, 1).get(30, TimeUnit.SECONDS);
            Instant since = written.collection.onIngest().classify().since();
            written.change(before ->
                    before.withOnIngest(new OnIngest(new OnIngest.Classify("label", elsewhere, 0.01, since))));
            written.writeAndShow("second", "my card card is w3");
            List<ConsumerRecord<byte[], byte[]>> out = written.read(elsewhere, 1, 1);
            assertThat(ids(out)).containsExactly("second");
            assertThat(json(out.getFirst()).get("reason").asString())
                    .as("15 examples promise no risk of 1 %")
                    .isEqualTo("risk_not_promised");
            written.change(before -> before.withOnIngest(null));
            await(
                    "the stage's end",
                    () -> service.bean(MeterRegistry.class)
                                    .find("vicinal.stage.lag")
                                    .tag("stage", "on-ingest." + written.collection.name())
                                    .gauge()
                            == null);
            written.writeAndShow("third", "my card is lost again");
            assertThat(ids(written.read(elsewhere, 1, 1))).containsExactly("second");
            assertThat(ids(written.out(1))).containsExactly("first");
        }
    }
}
