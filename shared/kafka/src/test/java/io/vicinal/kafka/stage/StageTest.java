package io.vicinal.kafka.stage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.topic.RecordHeaders;
import io.vicinal.contracts.topic.Topics;
import io.vicinal.kafka.KafkaSettings;
import io.vicinal.kafka.Topic;
import io.vicinal.kafka.codec.EventHeaders;
import io.vicinal.kafka.group.GroupStart;
import io.vicinal.kafka.provision.CollectionTopics;
import io.vicinal.testkit.broker.StoppableBroker;
import io.vicinal.testkit.broker.TestBroker;
import io.vicinal.testkit.broker.WithBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@WithBroker
class StageTest {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static KafkaSettings kafka;

    private final String name = "test" + NUMBER.incrementAndGet();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private Topic in;
    private Topic out;

    @BeforeAll
    static void settings(TestBroker broker) throws Exception {
        kafka = settings(broker, "node-1");
        try (CollectionTopics topics = new CollectionTopics(kafka)) {
            topics.createFixed().get();
        }
    }

    @BeforeEach
    void topics() throws Exception {
        in = Topic.create(kafka, name + ".in", 3);
        out = Topic.create(kafka, name + ".out", 3);
    }

    private static KafkaSettings settings(TestBroker broker, String node) {
        return new KafkaSettings(broker.bootstrapServers(), node, (short) -1, Map.of());
    }

    private Stage stage(KafkaSettings settings, RecordProcessor processor) {
        return new Stage(StageSettings.of(name), settings, () -> Map.of(in.name(), "1"), processor, meters);
    }

    private List<ProducerRecord<byte[], byte[]>> copy(ConsumerRecord<byte[], byte[]> record) {
        return List.of(new ProducerRecord<>(out.name(), record.partition(), record.key(), record.value()));
    }

    private static Executor after(long ms) {
        return CompletableFuture.delayedExecutor(ms, TimeUnit.MILLISECONDS);
    }

    private static String[] numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toArray(String[]::new);
    }

    @Test
    void writesEachRecordOnceThoughItsTransactionsAreBrokenOff() throws Exception {
        Random random = new Random(42);
        in.write(numbers(2000));
        try (Stage _ =
                stage(kafka, record -> CompletableFuture.supplyAsync(() -> copy(record), after(random.nextInt(60))))) {
            for (int i = 0; i < 4; i++) {
                Thread.sleep(100 + random.nextInt(200));
                fence();
            }
            assertThat(out.readValues(2000)).containsExactlyInAnyOrder(numbers(2000));
        }
        assertThat(meters.get("vicinal.stage.outcome")
                        .tag("outcome", "restarted")
                        .counter()
                        .count())
                .as("the stage was broken off at all")
                .isPositive();
    }

    /** What a second process with the same name does: aborts the open transaction, and locks the first one out. */
    private void fence() {
        Map<String, Object> config = kafka.producer();
        config.put("transactional.id", StageSettings.of(name).transactionalId("node-1"));
        try (KafkaProducer<byte[], byte[]> intruder = new KafkaProducer<>(config)) {
            intruder.initTransactions();
        }
    }

    @Test
    void keepsTheOrderOfAPartitionThoughLaterRecordsAreDoneFirst() throws Exception {
        in.write(numbers(300));
        Random random = new Random(7);
        try (Stage _ =
                stage(kafka, record -> CompletableFuture.supplyAsync(() -> copy(record), after(random.nextInt(30))))) {
            Map<Integer, List<Integer>> byPartition = new HashMap<>();
            out.read(300, _ -> true)
                    .forEach(record -> byPartition
                            .computeIfAbsent(record.partition(), _ -> new ArrayList<>())
                            .add(Integer.valueOf(new String(record.value(), UTF_8))));
            assertThat(byPartition).hasSize(3);
            assertThat(byPartition.values())
                    .allSatisfy(values -> assertThat(values).isSorted());
        }
    }

    @Test
    void aPoisonRecordGoesToTheDeadLettersAsItWasAndTheOthersGoOn() throws Exception {
        byte[] large = new byte[64 << 20];
        new Random(1).nextBytes(large);
        ProducerRecord<byte[], byte[]> poison = new ProducerRecord<>(in.name(), 0, null, large);
        poison.headers().add("mine", "kept".getBytes(UTF_8));
        in.write(poison);
        in.write("good", "also good");
        RecordProcessor processor = new RecordProcessor() {
            @Override
            public CompletableFuture<List<ProducerRecord<byte[], byte[]>>> process(
                    ConsumerRecord<byte[], byte[]> record) {
                return record.key() == null
                        ? CompletableFuture.failedFuture(ProblemType.MALFORMED_JSON.exception("text", "No JSON."))
                        : CompletableFuture.completedFuture(copy(record));
            }

            @Override
            public List<ProducerRecord<byte[], byte[]>> refused(ConsumerRecord<byte[], byte[]> record) {
                return List.of(new ProducerRecord<>(out.name(), 0, null, "refused".getBytes(UTF_8)));
            }
        };
        try (Stage _ = stage(kafka, processor)) {
            assertThat(out.readValues(3)).containsExactlyInAnyOrder("refused", "good", "also good");
            List<ConsumerRecord<byte[], byte[]>> dead = deadLetters(1);
            assertThat(dead).hasSize(1);
            ConsumerRecord<byte[], byte[]> letter = dead.getFirst();
            assertThat(letter.key()).isNull();
            assertThat(letter.value()).isEqualTo(large);
            assertThat(EventHeaders.text(letter.headers(), "mine")).isEqualTo("kept");
            assertThat(EventHeaders.text(letter.headers(), RecordHeaders.ERROR_TYPE))
                    .isEqualTo(ProblemType.MALFORMED_JSON.uri());
            assertThat(EventHeaders.text(letter.headers(), RecordHeaders.ERROR_DETAIL))
                    .isEqualTo("No JSON.");
            assertThat(EventHeaders.number(letter.headers(), RecordHeaders.ERROR_PARTITION))
                    .hasValue(0);
            assertThat(EventHeaders.number(letter.headers(), RecordHeaders.ERROR_OFFSET))
                    .hasValue(0);
        }
    }

    @Test
    void triesAgainWhatFailsForNoFaultOfItsOwnAndGivesUpAtLast() throws Exception {
        in.write("recovers", "never");
        AtomicInteger tries = new AtomicInteger();
        try (Stage _ = new Stage(
                new StageSettings(name, 100, 1 << 20, 3),
                kafka,
                () -> Map.of(in.name(), "1"),
                record -> new String(record.value(), UTF_8).equals("never") || tries.incrementAndGet() < 3
                        ? CompletableFuture.failedFuture(new IllegalStateException("the engine is down"))
                        : CompletableFuture.completedFuture(copy(record)),
                meters)) {
            assertThat(out.readValues(1)).containsExactly("recovers");
            assertThat(deadLetters(1)).singleElement().satisfies(letter -> {
                assertThat(letter.value()).isEqualTo("never".getBytes(UTF_8));
                assertThat(EventHeaders.text(letter.headers(), RecordHeaders.ERROR_TYPE))
                        .isEqualTo(ProblemType.INTERNAL.uri());
            });
        }
    }

    @Test
    void sharesPartitionsWithASecondNodeAndStillWritesEachRecordOnce() throws Exception {
        in.write(numbers(600));
        RecordProcessor slow = record -> CompletableFuture.supplyAsync(() -> copy(record), after(20));
        try (Stage _ =
                new Stage(new StageSettings(name, 20, 1 << 20, 3), kafka, () -> Map.of(in.name(), "1"), slow, meters)) {
            out.read(30, _ -> true);
            KafkaSettings second = new KafkaSettings(kafka.bootstrapServers(), "node-2", (short) -1, Map.of());
            try (Stage _ = new Stage(
                    new StageSettings(name, 20, 1 << 20, 3),
                    second,
                    () -> Map.of(in.name(), "1"),
                    slow,
                    new SimpleMeterRegistry())) {
                in.write(IntStream.range(600, 900).mapToObj(Integer::toString).toArray(String[]::new));
                assertThat(out.readValues(900)).containsExactlyInAnyOrder(numbers(900));
            }
        }
    }

    @Test
    void startsAtTheBeginningOfATopicThatWasRemovedAndMadeAnew() throws Exception {
        in.write(numbers(50));
        Map<String, String>[] topics = new Map[] {Map.of(in.name(), "first")};
        try (Stage _ = new Stage(
                StageSettings.of(name),
                kafka,
                () -> topics[0],
                record -> CompletableFuture.completedFuture(copy(record)),
                meters)) {
            out.readValues(50);
            try (Admin admin = Admin.create(kafka.admin())) {
                admin.deleteTopics(List.of(in.name())).all().get();
            }
            in = Topic.create(kafka, in.name(), 3);
            in.write(IntStream.range(0, 200).mapToObj(i -> "new" + i).toArray(String[]::new));
            topics[0] = Map.of(in.name(), "second");
            assertThat(out.readValues(250).stream()
                            .filter(value -> value.startsWith("new"))
                            .distinct())
                    .hasSize(200);
        }
    }

    @Test
    void beginsWhereItsGroupWasToldToAndSaysHowFarItIsBehind() throws Exception {
        in.write(numbers(30));
        StageSettings settings = StageSettings.of(name).startingAt(name + ".group");
        try (AdminClient admin = AdminClient.create(kafka.admin())) {
            GroupStart.set(admin, settings.groupId(), in.name(), 3, GroupStart.From.NOW)
                    .get();
        }
        in.write("after");
        CompletableFuture<Void> mayGoOn = new CompletableFuture<>();
        RecordProcessor waiting = record -> mayGoOn.thenApply(_ -> copy(record));
        try (Stage _ = new Stage(settings, kafka, () -> Map.of(in.name(), "1"), waiting, meters)) {
            await("lag", () -> gauge("vicinal.stage.lag") == 1);
            mayGoOn.complete(null);
            assertThat(out.readValues(1)).containsExactly("after");
            await("no lag", () -> gauge("vicinal.stage.lag") == 0);
        }
        assertThat(meters.find("vicinal.stage.lag").gauge()).isNull();
    }

    @Test
    void aGroupThatHasLostItsOffsetsDoesNotBeginAnew() throws Exception {
        in.write(numbers(30));
        try (Stage _ = new Stage(
                StageSettings.of(name).startingAt(name + ".lost"),
                kafka,
                () -> Map.of(in.name(), "1"),
                record -> CompletableFuture.completedFuture(copy(record)),
                meters)) {
            await(
                    "restarts",
                    () -> meters.get("vicinal.stage.outcome")
                                    .tag("outcome", "restarted")
                                    .counter()
                                    .count()
                            >= 2);
            assertThat(meters.get("vicinal.stage.outcome")
                            .tag("outcome", "done")
                            .counter()
                            .count())
                    .isZero();
        }
    }

    private double gauge(String gauge) {
        return meters.get(gauge).gauge().value();
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            Thread.sleep(20);
        }
    }

    @Test
    void isThroughWithOneRecordInTensOfMilliseconds() throws Exception {
        try (Stage _ = stage(kafka, record -> CompletableFuture.completedFuture(copy(record)));
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(kafka.producer())) {
            in.write("first");
            out.readValues(1);
            for (int i = 0; i < 40; i++) {
                producer.send(new ProducerRecord<>(in.name(), 0, null, numbers(1)[0].getBytes(UTF_8)))
                        .get();
                Thread.sleep(50);
            }
            assertThat(out.readValues(41)).hasSize(41);
            double meanMs = meters.get("vicinal.stage.duration").timer().mean(TimeUnit.MILLISECONDS);
            System.out.println("mean of a record alone: " + meanMs + " ms from read to committed");
            assertThat(meanMs).isLessThan(100);
        }
    }

    @Test
    void goesOnByItselfWhenTheBrokerIsBack() throws Exception {
        try (StoppableBroker broker = StoppableBroker.start()) {
            KafkaSettings own = settings(broker, "node-1");
            try (CollectionTopics topics = new CollectionTopics(own)) {
                topics.createFixed().get();
            }
            in = Topic.create(own, in.name(), 3);
            out = Topic.create(own, out.name(), 3);
            in.write(numbers(500));
            try (Stage _ = stage(own, record -> CompletableFuture.supplyAsync(() -> copy(record), after(50)))) {
                Thread.sleep(700);
                broker.stop();
                Thread.sleep(Duration.ofSeconds(6));
                broker.restart();
                in.write(IntStream.range(500, 600).mapToObj(Integer::toString).toArray(String[]::new));
                assertThat(out.readValues(600)).containsExactlyInAnyOrder(numbers(600));
            }
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> deadLetters(int count) {
        return new Topic(kafka, Topics.DEAD_LETTERS, 1)
                .read(
                        count,
                        letter -> in.name().equals(EventHeaders.text(letter.headers(), RecordHeaders.ERROR_TOPIC)));
    }
}
