package io.vicinal.retrieval.candidates;

import static io.vicinal.retrieval.ShardBench.document;
import static io.vicinal.retrieval.ShardBench.randomUnit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.contracts.filter.Filter;
import io.vicinal.contracts.search.NeighbourQuery;
import io.vicinal.contracts.search.NeighbourQuery.Neighbour;
import io.vicinal.retrieval.ShardBench;
import io.vicinal.retrieval.examples.NearestExamples;
import io.vicinal.retrieval.shard.PointInTime;
import io.vicinal.retrieval.shard.Shard;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.lucene.util.VectorUtil;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many vectors at once find what comparing each with everything finds. */
class ExactBatchSearchTest {
    private static final int DIMENSIONS = 24;
    private static final int DOCUMENTS = 700;
    private static final int VECTORS = 40;
    private static final int K = 17;

    @TempDir
    Path data;

    private final Random random = new Random(4);
    /** Of the documents that are there, their passages' vectors. */
    private final Map<String, float[][]> all = new HashMap<>();

    private final Map<String, Integer> years = new HashMap<>();
    private final List<float[]> asked = IntStream.range(0, VECTORS)
            .mapToObj(_ -> randomUnit(random, DIMENSIONS))
            .toList();
    private ShardBench bench;
    private Shard shard;

    /** Documents of one to seventy passages, in several segments, some deleted and some written anew. */
    @BeforeEach
    void open() throws IOException {
        bench = new ShardBench(data);
        shard = bench.open(ShardBench.collection(DIMENSIONS, VectorFormat.BINARY));
        for (int i = 0; i < DOCUMENTS; i++) {
            put("d" + i, i == 5 ? 150 : 1 + random.nextInt(i % 50 == 0 ? 70 : 3), i % 4);
            if (i % 200 == 199) {
                shard.refresh();
            }
        }
        for (int i = 0; i < DOCUMENTS; i += 7) {
            shard.delete("d" + i);
            shard.advance(shard.applied().offset(), -1);
            all.remove("d" + i);
        }
        for (int i = 1; i < DOCUMENTS; i += 9) {
            put("d" + i, 2, 1);
        }
        shard.refresh();
    }

    @AfterEach
    void close() throws IOException {
        shard.close();
        bench.close();
    }

    private void put(String id, int passages, int year) throws IOException {
        float[][] vectors = IntStream.range(0, passages)
                .mapToObj(_ -> randomUnit(random, DIMENSIONS))
                .toArray(float[][]::new);
        shard.put(document(id, "Zebra.".repeat(passages), Map.of("topic", "t", "year", year), vectors));
        shard.advance(shard.applied().offset(), -1);
        all.put(id, vectors);
        years.put(id, year);
    }

    private static double best(float[] vector, float[][] passages) {
        return Arrays.stream(passages)
                .mapToDouble(passage -> VectorUtil.dotProduct(vector, passage))
                .max()
                .orElseThrow();
    }

    private List<String> expected(float[] vector, @Nullable Integer year) {
        return all.keySet().stream()
                .filter(id -> year == null || Objects.equals(years.get(id), year))
                .sorted(Comparator.comparingDouble(id -> -best(vector, Objects.requireNonNull(all.get(id)))))
                .limit(K)
                .toList();
    }

    private void finds(@Nullable String field, @Nullable Filter filter, @Nullable Integer year) throws IOException {
        put("last", 2, 3);
        shard.refresh();
        try (PointInTime at = shard.pointInTime()) {
            assertThat(at.searcher().getIndexReader().leaves()).hasSizeGreaterThan(1);
            NeighbourQuery query = new NeighbourQuery(shard.id(), asked, null, field, K, filter, null, null);
            List<List<Neighbour>> found = NearestExamples.search(
                    query, shard.collection(), at.searcher(), SearchEffort.usual(VectorFormat.BINARY), Instant.now());
            for (int i = 0; i < VECTORS; i++) {
                float[] vector = asked.get(i);
                assertThat(found.get(i))
                        .extracting(Neighbour::documentId)
                        .containsExactlyElementsOf(expected(vector, year));
                assertThat(found.get(i))
                        .allSatisfy(near -> assertThat((double) near.similarity())
                                .isCloseTo(
                                        best(vector, Objects.requireNonNull(all.get(near.documentId()))),
                                        within(1e-5)));
            }
        }
    }

    @Test
    void theNearestDocumentsEachByItsNearestPassage() throws IOException {
        finds("topic", null, null);
    }

    @Test
    void underAFilterToo() throws IOException {
        finds("topic", Filter.eq(Map.of("year", 3)), 3);
    }

    @Test
    void andOfAllDocumentsWithoutAField() throws IOException {
        finds(null, null, null);
    }

    @Test
    void ofEquallyNearOnesThoseThatComeFirst() {
        NearestHeap heap = new NearestHeap(3);
        for (int passage : new int[] {9, 2, 5, 7, 1}) {
            heap.offer(passage, passage == 7 ? 0.5f : -0.25f);
        }
        NearestDocuments.Nearest nearest = heap.drain();
        assertThat(nearest.passages()).containsExactly(7, 1, 2);
        assertThat(nearest.cosines()).containsExactly(0.5f, -0.25f, -0.25f);
    }
}
