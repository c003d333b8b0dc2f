package io.vicinal.inference.ingest;

import static io.vicinal.inference.ingest.Written.ids;
import static io.vicinal.inference.ingest.Written.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.topic.Groups;
import io.vicinal.contracts.topic.RecordHeaders;
import io.vicinal.contracts.topic.Topics;
import io.vicinal.inference.InferenceService;
import io.vicinal.inference.Shards;
import io.vicinal.inference.ingest.Written.Place;
import io.vicinal.kafka.KafkaSettings;
import io.vicinal.kafka.codec.EventHeaders;
import io.vicinal.testkit.broker.TestBroker;
import io.vicinal.testkit.broker.WithBroker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever goes away, and whenever: each new document comes out, and comes out once. */
@WithBroker
@Timeout(90)
class IngestExactlyOnceTest {
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

    private static List<String> numbered(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).sorted().toList();
    }

    @Test
    void whileRetrievalIsAwayDocumentsWaitAndNoneIsLostOrDoubled() throws Exception {
        try (Written written = new Written(service, 2)) {
            written.addBank(written.collection, 10);
            service.shards.before = _ -> Shards.away();
            for (int i = 0; i < 100; i++) {
                written.writeAndShow("d" + i, "my card card is n" + i);
            }
            await(
                    "held up",
                    () -> service.bean(MeterRegistry.class)
                                    .get("vicinal.inference.ingest.held.up")
                                    .tag("collection", written.collection.name())
                                    .gauge()
                                    .value()
                            == 1);
            assertThat(service.bean(IngestHealth.class).health().getDetails().toString())
                    .contains(written.collection.name(), "The shard is not here.");
            Thread.sleep(2000);
            assertThat(written.out(0)).isEmpty();
            assertThat(lag(written)).isPositive();
            service.shards.wellBehaved();
            assertThat(ids(written.out(100))).containsExactlyElementsOf(numbered("d", 100));
            assertThat(written.read(Topics.DEAD_LETTERS, 1, 0))
                    .noneMatch(letter -> Topics.documents(written.collection.name())
                            .equals(EventHeaders.text(letter.headers(), RecordHeaders.ERROR_TOPIC)));
            await("no lag", () -> lag(written) == 0);
            await("well", () -> service.bean(IngestStages.class).heldUp().isEmpty());
        }
    }

    private static double lag(Written written) {
        return service.bean(MeterRegistry.class)
                .get("vicinal.stage.lag")
                .tag("stage", "on-ingest." + written.collection.name())
                .gauge()
                .value();
    }

    @Test
    void eachComesOutOnceThoughTransactionsAreBrokenOff() throws Exception {
        try (Written written = new Written(service, 3)) {
            written.addBank(written.collection, 10);
            Random random = new Random(42);
            for (int i = 0; i < 200; i++) {
                written.writeAndShow("d" + i, "my card card is n" + i);
                if (i % 50 == 25) {
                    Thread.sleep(random.nextInt(300));
                    fence(written);
                }
            }
            assertThat(ids(written.out(200))).containsExactlyElementsOf(numbered("d", 200));
            assertThat(service.bean(MeterRegistry.class)
                            .get("vicinal.stage.outcome")
                            .tags("stage", "on-ingest." + written.collection.name(), "outcome", "restarted")
                            .counter()
                            .count())
                    .as("the stage was broken off at all")
                    .isPositive();
        }
    }

    /** What a second process with the same name does: aborts the open transaction, and locks the first one out. */
    private static void fence(Written written) {
        KafkaSettings kafka = service.bean(KafkaSettings.class);
        Map<String, Object> config = kafka.producer();
        Instant since = written.collection.onIngest().classify().since();
        config.put("transactional.id", Groups.onIngest(written.collection.name(), since) + "." + kafka.nodeId());
        try (KafkaProducer<byte[], byte[]> intruder = new KafkaProducer<>(config)) {
            intruder.initTransactions();
        }
    }

    @Test
    void whenAnotherVersionTakesOverNothingComesOutTwiceAndNothingIsMissed() throws Exception {
        try (Written written = new Written(service, 2)) {
            Collection old = written.collection;
            written.addBank(old, 10);
            Collection next = new Collection(
                            old.name(),
                            2,
                            old.model(),
                            old.dimensions(),
                            3,
                            old.fields(),
                            old.chunking(),
                            old.vectorFormat(),
                            old.createdAt().plusSeconds(1))
                    .asVersion(2, old.documentsPartitions());
            Instant now = Instant.now();
            written.change(before -> before.building(next, now));
            written.addBank(next, 10);
            List<Place> behind = new ArrayList<>();
            for (int i = 0; i < 120; i++) {
                Place place = written.write("d" + i, "my card card is n" + i);
                written.show(old, place, "my card card is n" + i);
                if (i < 50) { // what is built has not come further when it is promoted
                    written.show(next, place, "my card card is n" + i);
                } else {
                    behind.add(place);
                }
                if (i == 80) {
                    written.out(50);
                    written.change(before -> before.promoted(2, now, now.plusSeconds(3600)));
                }
            }
            for (Place place : behind) {
                written.show(next, place, "my card card is n" + place.id().substring(1));
            }
            List<ConsumerRecord<byte[], byte[]>> out = written.out(120);
            assertThat(ids(out)).containsExactlyElementsOf(numbered("d", 120));
            assertThat(out.stream().map(record -> json(record).get("version").asInt()))
                    .contains(1, 2);
        }
    }
}
