package io.vicinal.retrieval.assignment;

import static io.vicinal.retrieval.ShardBench.document;
import static io.vicinal.retrieval.ShardBench.unit;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vicinal.contracts.collection.Chunking;
import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.search.GroupBy;
import io.vicinal.contracts.search.RetrievalApi.AwaitQuery;
import io.vicinal.contracts.search.RetrievalApi.Candidate;
import io.vicinal.contracts.search.RetrievalApi.CandidateQuery;
import io.vicinal.contracts.search.RetrievalApi.DocumentQuery;
import io.vicinal.contracts.search.RetrievalApi.PassageQuery;
import io.vicinal.contracts.search.RetrievalApi.ShardCandidates;
import io.vicinal.contracts.search.ShardId;
import io.vicinal.contracts.search.ShardState;
import io.vicinal.contracts.search.ShardState.Status;
import io.vicinal.contracts.topic.RecordHeaders;
import io.vicinal.contracts.topic.Topics;
import io.vicinal.kafka.codec.EventHeaders;
import io.vicinal.retrieval.ShardBench;
import io.vicinal.retrieval.assignment.RetrievalNode.Tombstone;
import io.vicinal.testkit.broker.StoppableBroker;
import io.vicinal.testkit.broker.TestBroker;
import io.vicinal.testkit.broker.WithBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@WithBroker
class ShardAssignmentTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path data;

    private static Collection collection(int shards) {
        return new Collection(
                "t" + Long.toString(System.nanoTime(), 36),
                1,
                "model",
                2,
                shards,
                ShardBench.FIELDS,
                new Chunking(512, 0),
                VectorFormat.INT8,
                Instant.now());
    }

    private static ShardId shard(Collection collection, int partition) {
        return new ShardId(collection.name(), collection.version(), partition);
    }

    private static ShardState serving(RetrievalNode node, ShardId shard) {
        return await().atMost(SOON)
                .ignoreExceptions()
                .until(() -> node.api.state(shard).block(), state -> state.status() == Status.SERVING);
    }

    private static void shown(RetrievalNode node, ShardId shard, long documentsOffset) {
        await().atMost(SOON)
                .ignoreExceptions()
                .until(() -> node.api
                                .await(new AwaitQuery(shard, documentsOffset, 10_000))
                                .block()
                                .documentsOffset()
                        > documentsOffset);
    }

    /** The broker is shared, and with it the collections of other tests. */
    private static long open(RetrievalNode node, Collection collection) {
        return node.shards.all().stream()
                .filter(shard -> shard.id().collection().equals(collection.name()))
                .count();
    }

    private static ShardCandidates search(RetrievalNode node, ShardId shard, String query) {
        return node.api
                .candidates(new CandidateQuery(shard, query, null, null, 10, GroupBy.DOCUMENT, null, null))
                .block();
    }

    private static List<String> ids(RetrievalNode node, ShardId shard, String query) {
        return search(node, shard, query).candidates().stream()
                .map(Candidate::documentId)
                .toList();
    }

    @Test
    void whatIsOnTheLogIsSearchableAndSurvivesARestart(TestBroker broker) throws Exception {
        Collection collection = collection(2);
        ShardId first = shard(collection, 0);
        try (RetrievalNode node = new RetrievalNode(broker.bootstrapServers(), "n1", collection.name(), data)) {
            node.create(collection);
            serving(node, first);
            Map<String, Object> documents = new LinkedHashMap<>();
            documents.put("1", document("1", "A zebra drinks.", Map.of("year", 1450), unit(1, 0)));
            documents.put("2", document("2", "A zebra sleeps.", Map.of(), unit(0, 1)));
            node.write(collection, 0, 0, documents);
            shown(node, first, 1);
            ShardCandidates found = search(node, first, "zebra");
            assertThat(found.candidates()).hasSize(2);
            assertThat(node.api
                            .passages(new PassageQuery(
                                    first,
                                    found.pointInTime(),
                                    List.of(found.candidates().getFirst().doc()),
                                    null))
                            .block()
                            .getFirst()
                            .fields())
                    .isEqualTo(Map.of("year", 1450));
            node.write(collection, 0, 2, Map.of("1", Tombstone.IT));
            shown(node, first, 2);
            assertThat(ids(node, first, "zebra")).containsExactly("2");
            assertThat(node.api.document(new DocumentQuery(first, "1")).blockOptional())
                    .isEmpty();
            await().atMost(SOON).until(() -> node.api.state(first).block().behind() == 0);
        }
        try (RetrievalNode node = new RetrievalNode(broker.bootstrapServers(), "n1", collection.name(), data)) {
            ShardState state = serving(node, first);
            assertThat(state.documents()).isEqualTo(1);
            assertThat(state.documentsOffset()).isEqualTo(3);
            assertThat(serving(node, shard(collection, 1)).documents()).isZero();
            assertThat(ids(node, first, "zebra")).containsExactly("2");
        }
    }

    @Test
    void aPoisonRecordGoesToDeadLettersAndTheShardGoesOn(TestBroker broker) throws Exception {
        Collection collection = collection(1);
        ShardId shard = shard(collection, 0);
        try (RetrievalNode node = new RetrievalNode(broker.bootstrapServers(), "n2", collection.name(), data)) {
            node.create(collection);
            Map<String, Object> documents = new LinkedHashMap<>();
            documents.put("not json", "{\"id\":".getBytes(UTF_8));
            documents.put("null", "null".getBytes(UTF_8));
            documents.put("other", document("another", "The key is not the id.", Map.of(), unit(1, 0)));
            documents.put("wide", document("wide", "Wrong dimensions.", Map.of(), unit(1, 0, 0)));
            documents.put("", Tombstone.IT);
            documents.put("good", document("good", "A zebra drinks.", Map.of(), unit(1, 0)));
            node.write(collection, 0, 0, documents);
            shown(node, shard, 5);
            assertThat(ids(node, shard, "zebra")).containsExactly("good");
            assertThat(node.api.state(shard).block().documents()).isEqualTo(1);
            List<ConsumerRecord<byte[], byte[]>> letters = deadLetters(node, Topics.passages(collection));
            assertThat(letters.stream().map(letter -> new String(letter.key(), UTF_8)))
                    .containsExactly("not json", "null", "other", "wide");
            assertThat(new String(letters.getFirst().value(), UTF_8)).isEqualTo("{\"id\":");
            assertThat(EventHeaders.text(letters.get(3).headers(), RecordHeaders.ERROR_TYPE))
                    .isEqualTo(ProblemType.WRONG_DIMENSIONS.uri());
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> deadLetters(RetrievalNode node, String topic) {
        TopicPartition partition = new TopicPartition(Topics.DEAD_LETTERS, 0);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(node.kafka.consumer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            List<ConsumerRecord<byte[], byte[]>> letters = new java.util.ArrayList<>();
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(letters::add);
            }
            letters.removeIf(letter -> !topic.equals(EventHeaders.text(letter.headers(), RecordHeaders.ERROR_TOPIC)));
            return letters;
        }
    }

    @Test
    void aRemovedCollectionLeavesNothingAndAnotherOfItsNameBeginsEmpty(TestBroker broker) throws Exception {
        Collection collection = collection(1);
        ShardId shard = shard(collection, 0);
        try (RetrievalNode node = new RetrievalNode(broker.bootstrapServers(), "n3", collection.name(), data)) {
            node.create(collection);
            node.write(collection, 0, 0, Map.of("1", document("1", "A zebra drinks.", Map.of(), unit(1, 0))));
            shown(node, shard, 0);
            node.registry.remove(collection.name()).get();
            node.topics.delete(collection).get();
            await().atMost(SOON)
                    .until(() -> open(node, collection) == 0 && !Files.exists(data.resolve(collection.name() + ".v1")));
            assertThatThrownBy(() -> search(node, shard, "zebra"))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            e -> assertThat(ProblemType.SHARD_UNAVAILABLE.is(e.problem()))
                                    .isTrue());
            Collection anew = new Collection(
                    collection.name(),
                    1,
                    "model",
                    2,
                    1,
                    Map.of(),
                    collection.chunking(),
                    VectorFormat.FLOAT32,
                    Instant.now());
            await().atMost(SOON).ignoreExceptions().until(() -> {
                node.create(anew);
                return true;
            });
            assertThat(serving(node, shard).documents()).isZero();
            node.write(anew, 0, 0, Map.of("2", document("2", "A zebra runs.", Map.of(), unit(1, 0))));
            shown(node, shard, 0);
            assertThat(ids(node, shard, "zebra")).containsExactly("2");
        }
    }

    @Test
    void shardsAreSharedByTheNodesOfASetAndTakenOverFromOneThatIsGone(TestBroker broker) throws Exception {
        Collection collection = collection(4);
        Path other = data.resolve("other");
        try (RetrievalNode one =
                new RetrievalNode(broker.bootstrapServers(), "n4a", collection.name(), data.resolve("one"))) {
            one.create(collection);
            for (int partition = 0; partition < 4; partition++) {
                serving(one, shard(collection, partition));
            }
            one.write(collection, 1, 0, Map.of("1", document("1", "A zebra drinks.", Map.of(), unit(1, 0))));
            try (RetrievalNode two = new RetrievalNode(broker.bootstrapServers(), "n4b", collection.name(), other)) {
                await().atMost(SOON)
                        .until(() -> open(two, collection) > 0 && open(one, collection) + open(two, collection) == 4);
            }
            // a static member that is gone keeps its shards until its session ends
            await().atMost(Duration.ofSeconds(30)).until(() -> open(one, collection) == 4);
            for (int partition = 0; partition < 4; partition++) {
                serving(one, shard(collection, partition));
            }
            assertThat(ids(one, shard(collection, 1), "zebra")).containsExactly("1");
        }
    }

    @Test
    void searchesGoOnWhileTheBrokerIsAwayAndWritesAreShownWhenItIsBack() throws Exception {
        Collection collection = collection(1);
        ShardId shard = shard(collection, 0);
        try (StoppableBroker broker = StoppableBroker.start();
                RetrievalNode node = new RetrievalNode(broker.bootstrapServers(), "n5", "a", data)) {
            node.create(collection);
            node.write(collection, 0, 0, Map.of("1", document("1", "A zebra drinks.", Map.of(), unit(1, 0))));
            shown(node, shard, 0);
            broker.stop();
            Instant until = Instant.now().plusSeconds(4);
            while (Instant.now().isBefore(until)) {
                assertThat(ids(node, shard, "zebra")).containsExactly("1");
                Thread.sleep(100);
            }
            broker.restart();
            await().atMost(SOON).ignoreExceptions().until(() -> {
                node.write(collection, 0, 1, Map.of("2", document("2", "A zebra runs.", Map.of(), unit(1, 0))));
                return true;
            });
            shown(node, shard, 1);
            assertThat(ids(node, shard, "zebra")).containsExactlyInAnyOrder("1", "2");
        }
    }
}
