package io.vicinal.kafka.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.contracts.collection.Chunking;
import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.CollectionVersions;
import io.vicinal.contracts.collection.FieldType;
import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.kafka.KafkaSettings;
import io.vicinal.kafka.provision.CollectionTopics;
import io.vicinal.testkit.broker.StoppableBroker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CollectionRegistryTest {
    private StoppableBroker broker;
    private CollectionTopics topics;
    private KafkaSettings kafka;

    @BeforeEach
    void start() {
        broker = StoppableBroker.start();
        kafka = new KafkaSettings(broker.bootstrapServers(), "node", (short) -1, Map.of());
        topics = new CollectionTopics(kafka);
    }

    @AfterEach
    void stop() {
        topics.close();
        broker.close();
    }

    private static Collection collection(String name, int shards) {
        return new Collection(
                name,
                1,
                "model",
                384,
                shards,
                Map.of("year", FieldType.LONG),
                new Chunking(512, 0),
                VectorFormat.INT8,
                Instant.parse("2026-01-01T00:00:00.123456Z"));
    }

    @Test
    void whatIsPutIsThereWhenTheFutureCompletesAndReachesOthers() throws Exception {
        try (CollectionRegistry registry = new CollectionRegistry(kafka)) {
            Thread.sleep(300); // it starts before its topic is there
            topics.createFixed().get();
            registry.awaitLoaded(Duration.ofSeconds(20));
            AtomicInteger changes = new AtomicInteger();
            registry.onChange(changes::incrementAndGet);
            assertThat(changes).as("called at once").hasValue(1);
            registry.put(collection("a", 1)).get(20, TimeUnit.SECONDS);
            registry.put(collection("b", 2)).get(20, TimeUnit.SECONDS);
            assertThat(registry.find("a")).contains(collection("a", 1));
            try (CollectionRegistry other = new CollectionRegistry(kafka)) {
                other.awaitLoaded(Duration.ofSeconds(20));
                assertThat(other.all()).containsExactly(collection("a", 1), collection("b", 2));
            }
            registry.remove("a").get(20, TimeUnit.SECONDS);
            assertThat(registry.find("a")).isEmpty();
            assertThat(changes).hasValue(4);
        }
    }

    @Test
    void changesOfTwoProcessesAtOnceAreBothThere() throws Exception {
        topics.createFixed().get();
        try (CollectionRegistry one = new CollectionRegistry(kafka);
                CollectionRegistry other = new CollectionRegistry(kafka)) {
            one.put(collection("busy", 1)).get(20, TimeUnit.SECONDS);
            List<CompletableFuture<?>> changes = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                for (CollectionRegistry registry : List.of(one, other)) {
                    changes.add(registry.change("busy", CollectionRegistryTest::withOneMore));
                }
            }
            CompletableFuture.allOf(changes.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
            CollectionVersions now = one.change("busy", same -> same).get(20, TimeUnit.SECONDS);
            assertThat(now.newest()).isEqualTo(17);
            assertThat(now.others()).hasSize(16);
            assertThat(one.versions("busy")).contains(now);
            assertThat(one.find("busy")).contains(collection("busy", 1));
            assertThat(one.live()).hasSize(17);
        }
    }

    private static CollectionVersions withOneMore(CollectionVersions before) {
        int number = before.newest() + 1;
        return before.building(before.serving().asVersion(number, 1), Instant.parse("2026-01-01T00:00:00Z"));
    }

    @Test
    void aChangeThatIsRefusedChangesNothing() throws Exception {
        topics.createFixed().get();
        try (CollectionRegistry registry = new CollectionRegistry(kafka)) {
            registry.put(collection("c", 1)).get(20, TimeUnit.SECONDS);
            assertThatThrownBy(() -> registry.change("c", _ -> {
                                throw ProblemType.CONFLICT.exception("version", "no");
                            })
                            .get(20, TimeUnit.SECONDS))
                    .cause()
                    .satisfies(e -> assertThat(((ProblemException) e).problem()).matches(ProblemType.CONFLICT::is));
            assertThat(registry.find("c")).contains(collection("c", 1));
        }
    }

    @Test
    void keepsWhatItHasWhileTheBrokerIsAwayAndGoesOnAfterwards() throws Exception {
        topics.createFixed().get();
        try (CollectionRegistry registry = new CollectionRegistry(kafka)) {
            registry.put(collection("kept", 1)).get(20, TimeUnit.SECONDS);
            broker.stop();
            assertThat(registry.find("kept")).isPresent();
            assertThatThrownBy(() -> registry.put(collection("lost", 1)).get(30, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(ProblemException.class)
                    .cause()
                    .satisfies(e ->
                            assertThat(((ProblemException) e).problem()).matches(ProblemType.BROKER_UNAVAILABLE::is));
            assertThat(registry.find("kept")).isPresent();
            broker.restart();
            registry.put(collection("after", 1)).get(30, TimeUnit.SECONDS);
            assertThat(registry.find("after")).isPresent();
        }
    }

    @Test
    void topicsMayBeMadeTwiceButNotWithOtherShards() throws Exception {
        topics.create(collection("c", 2)).get();
        topics.create(collection("c", 2)).get();
        assertThatThrownBy(() -> topics.create(collection("c", 3)).get())
                .cause()
                .satisfies(e -> assertThat(((ProblemException) e).problem()).matches(ProblemType.CONFLICT::is));
        topics.delete(collection("c", 2)).get();
        topics.delete(collection("c", 2)).get();
        topics.create(collection("c", 3)).get();
    }
}
