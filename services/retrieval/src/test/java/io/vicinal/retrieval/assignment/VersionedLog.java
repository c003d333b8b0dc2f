package io.vicinal.retrieval.assignment;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.CollectionVersions;
import io.vicinal.contracts.search.ShardId;
import io.vicinal.retrieval.ShardBench;
import io.vicinal.retrieval.assignment.RetrievalNode.Tombstone;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The logs of a collection's versions as the embedding stages write them, of one shard each, and what they say: every live version
 * has every document. Thread-safe.
 */
final class VersionedLog {
    private static final int PAUSE_MS = 1_200;

    private final RetrievalNode sender;
    private final List<Collection> live = new ArrayList<>();
    /** Id to the number that a document was last written with. */
    private final Map<String, Integer> model = new TreeMap<>();

    private volatile Collection serving;

    VersionedLog(RetrievalNode sender, Collection first) throws Exception {
        this.sender = sender;
        this.serving = first;
        sender.create(first);
        live.add(first);
    }

    /** The shard of the version that serves. */
    ShardId shard() {
        return shard(serving.version());
    }

    ShardId shard(int version) {
        return new ShardId(serving.name(), version, 0);
    }

    /** A copy. */
    synchronized Map<String, Integer> model() {
        return new TreeMap<>(model);
    }

    /** @param numbers by id; a negative one deletes */
    synchronized void write(long firstSource, Map<String, Integer> numbers) {
        Map<String, Object> batch = new LinkedHashMap<>();
        numbers.forEach((id, number) -> batch.put(id, number < 0 ? Tombstone.IT : document(id, number)));
        live.forEach(version -> sender.write(version, 0, firstSource, batch));
        numbers.forEach((id, number) -> {
            if (number < 0) {
                model.remove(id);
            } else {
                model.put(id, number);
            }
        });
    }

    /** Another version is built beside the one that serves, then serves in its place, and the one that did goes. */
    void promote(Random random) throws Exception {
        Collection before = serving;
        Collection next = before.asVersion(before.version() + 1, 1);
        change(versions -> versions.building(next, Instant.now()));
        sender.topics.createPassages(next).get();
        pause(random);
        build(next);
        pause(random);
        change(versions -> versions.promoted(next.version(), Instant.now(), Instant.now()));
        serving = next;
        pause(random);
        change(versions -> versions.removing(before.version(), Instant.now()));
        leave(before);
        pause(random);
        sender.topics.deletePassages(before).get();
        change(versions -> versions.removed(before.version()));
    }

    private synchronized void build(Collection next) {
        Map<String, Object> all = new LinkedHashMap<>();
        model.forEach((id, number) -> all.put(id, document(id, number)));
        sender.write(next, 0, 0, all);
        live.add(next);
    }

    private synchronized void leave(Collection version) {
        live.remove(version);
    }

    private void change(UnaryOperator<CollectionVersions> change) throws Exception {
        sender.registry.change(serving.name(), change::apply).get();
    }

    private static void pause(Random random) throws InterruptedException {
        Thread.sleep(random.nextInt(PAUSE_MS));
    }

    static int passages(int number) {
        return 1 + number % 4;
    }

    private static Object document(String id, int number) {
        Random random = new Random(number);
        float[][] vectors = new float[passages(number)][];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = ShardBench.randomUnit(random, NodeKillTest.DIMENSIONS);
        }
        return ShardBench.document(
                id, "A sentence of some words. ".repeat(vectors.length), Map.of("year", number), vectors);
    }
}
