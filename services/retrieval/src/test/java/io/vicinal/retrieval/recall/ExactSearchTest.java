package io.vicinal.retrieval.recall;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.contracts.filter.Filter;
import io.vicinal.contracts.search.GroupBy;
import io.vicinal.retrieval.ShardBench;
import io.vicinal.retrieval.filter.FilterQuery;
import io.vicinal.retrieval.shard.PointInTime;
import io.vicinal.retrieval.shard.Shard;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.lucene.util.VectorUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exact search against arithmetic, on an index of several segments with deletions. */
class ExactSearchTest {
    private static final int DIMENSIONS = 16;

    @TempDir
    Path data;

    private final Random random = new Random(5);
    private final Map<String, List<float[]>> documents = new TreeMap<>();

    @Test
    void findsTheHighestCosinesHoweverOftenItIsStopped() throws IOException {
        try (ShardBench bench = new ShardBench(data);
                Shard shard = bench.open(ShardBench.collection(DIMENSIONS, VectorFormat.BINARY))) {
            for (int i = 0; i < 3000; i++) {
                put(shard, i, Integer.toString(random.nextInt(2000)));
                if (i % 700 == 0) {
                    shard.refresh();
                }
            }
            for (String id : List.copyOf(documents.keySet()).subList(0, 100)) {
                shard.delete(id);
                documents.remove(id);
            }
            shard.advance(3000, 3000);
            shard.refresh();
            float[] query = ShardBench.randomUnit(random, DIMENSIONS);
            for (GroupBy groupBy : List.of(GroupBy.DOCUMENT, GroupBy.PASSAGE)) {
                for (String topic : new String[] {null, "even"}) {
                    List<Float> expected = expected(query, groupBy, topic);
                    assertThat(best(shard, query, groupBy, topic, false)).isEqualTo(expected);
                    assertThat(best(shard, query, groupBy, topic, true)).isEqualTo(expected);
                }
            }
            assertThat(best(shard, query, GroupBy.PASSAGE, "nothing has this", false))
                    .isEmpty();
        }
    }

    private void put(Shard shard, int offset, String id) throws IOException {
        float[][] vectors = new float[1 + random.nextInt(4)][];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = ShardBench.randomUnit(random, DIMENSIONS);
        }
        shard.put(ShardBench.document(id, "A. ".repeat(vectors.length), Map.of("topic", topic(id)), vectors));
        shard.advance(offset, offset);
        documents.put(id, List.of(vectors));
    }

    private static String topic(String id) {
        return Integer.parseInt(id) % 2 == 0 ? "even" : "odd";
    }

    private List<Float> best(Shard shard, float[] query, GroupBy groupBy, String topic, boolean stopped)
            throws IOException {
        try (PointInTime snapshot = shard.pointInTime()) {
            ExactSearch exact = new ExactSearch(
                    snapshot.searcher(),
                    query,
                    10,
                    groupBy,
                    topic == null ? null : FilterQuery.of(Filter.eq(Map.of("topic", topic)), ShardBench.FIELDS));
            boolean[] turn = new boolean[1];
            int runs = 1;
            while (!exact.run(() -> !stopped || (turn[0] = !turn[0]))) {
                runs++;
            }
            assertThat(runs > 2).isEqualTo(stopped);
            return exact.best();
        }
    }

    private List<Float> expected(float[] query, GroupBy groupBy, String topic) {
        List<Float> cosines = new ArrayList<>();
        documents.forEach((id, vectors) -> {
            if (topic == null || topic(id).equals(topic)) {
                List<Float> own = vectors.stream()
                        .map(vector -> VectorUtil.dotProduct(query, vector))
                        .sorted(Comparator.reverseOrder())
                        .toList();
                cosines.addAll(groupBy.equals(GroupBy.DOCUMENT) ? own.subList(0, 1) : own);
            }
        });
        return cosines.stream().sorted(Comparator.reverseOrder()).limit(10).toList();
    }
}
