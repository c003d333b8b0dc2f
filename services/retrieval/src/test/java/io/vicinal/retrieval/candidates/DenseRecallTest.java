package io.vicinal.retrieval.candidates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.contracts.search.GroupBy;
import io.vicinal.contracts.search.RetrievalApi.Candidate;
import io.vicinal.retrieval.ShardBench;
import io.vicinal.retrieval.shard.Shard;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.lucene.util.VectorUtil;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Recall@10 of each vector format against exact search, on clustered vectors indexed cluster by cluster. */
class DenseRecallTest {
    private static final int DIMENSIONS = 128;
    private static final int CLUSTERS = 20;
    private static final int VECTORS = 12_000;
    private static final int QUERIES = 60;
    private static final long SEED = 42;

    @TempDir
    Path data;

    @ParameterizedTest
    @EnumSource(VectorFormat.class)
    void findsTheNearestWithTheirExactCosines(VectorFormat format) throws IOException {
        Random random = new Random(SEED);
        float[][] centres = new float[CLUSTERS][];
        for (int i = 0; i < CLUSTERS; i++) {
            centres[i] = ShardBench.randomUnit(random, DIMENSIONS);
        }
        float[][] vectors = new float[VECTORS][];
        try (ShardBench bench = new ShardBench(data);
                Shard shard = bench.open(ShardBench.collection(DIMENSIONS, format))) {
            for (int i = 0; i < VECTORS; i++) {
                vectors[i] = near(centres[i * CLUSTERS / VECTORS], random);
                shard.put(ShardBench.document(Integer.toString(i), "x", Map.of(), vectors[i]));
                shard.advance(i, i);
                if (i == VECTORS / 8) {
                    shard.refresh(); // a segment that is scanned, and one with a graph
                }
            }
            shard.refresh();
            for (GroupBy groupBy : java.util.List.of(GroupBy.DOCUMENT, GroupBy.PASSAGE)) {
                int found = 0;
                for (int q = 0; q < QUERIES; q++) {
                    float[] query = near(centres[random.nextInt(CLUSTERS)], random);
                    List<Candidate> hits = ShardBench.search(shard, null, query, 10, groupBy, null);
                    assertThat(hits).hasSize(10);
                    for (Candidate hit : hits) {
                        float exact = VectorUtil.dotProduct(query, vectors[Integer.parseInt(hit.documentId())]);
                        assertThat(hit.dense()).isCloseTo(exact, within(1e-5f));
                    }
                    List<String> ids = ShardBench.ids(hits);
                    found += (int) nearest(query, vectors).filter(ids::contains).count();
                }
                double recall = found / (10.0 * QUERIES);
                assertThat(recall).as("%s by %s", format, groupBy).isGreaterThanOrEqualTo(0.95);
            }
        }
    }

    private static float[] near(float[] centre, Random random) {
        float[] vector = centre.clone();
        for (int i = 0; i < vector.length; i++) {
            vector[i] += (float) (1.2 * random.nextGaussian() / Math.sqrt(DIMENSIONS));
        }
        return ShardBench.unit(vector);
    }

    private static java.util.stream.Stream<String> nearest(float[] query, float[][] vectors) {
        return IntStream.range(0, vectors.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -VectorUtil.dotProduct(query, vectors[i])))
                .limit(10)
                .map(String::valueOf);
    }
}
