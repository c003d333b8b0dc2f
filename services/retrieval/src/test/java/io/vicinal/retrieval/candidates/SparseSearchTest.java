package io.vicinal.retrieval.candidates;

import static io.vicinal.retrieval.ShardBench.ids;
import static io.vicinal.retrieval.ShardBench.unit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.contracts.embedding.EmbeddedDocument;
import io.vicinal.contracts.embedding.EmbeddedDocument.EmbeddedPassage;
import io.vicinal.contracts.embedding.QueryWeights;
import io.vicinal.contracts.embedding.SparseWeights;
import io.vicinal.contracts.filter.Filter;
import io.vicinal.contracts.search.Explanation;
import io.vicinal.contracts.search.Explanation.Word;
import io.vicinal.contracts.search.GroupBy;
import io.vicinal.contracts.search.RetrievalApi.Candidate;
import io.vicinal.contracts.search.RetrievalApi.CandidateQuery;
import io.vicinal.contracts.search.RetrievalApi.Grouping;
import io.vicinal.retrieval.ShardBench;
import io.vicinal.retrieval.shard.PointInTime;
import io.vicinal.retrieval.shard.Shard;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sparse weights in an index on disk: found, computed, explained. */
class SparseSearchTest {
    private static final Collection PLAIN = ShardBench.collection(2, VectorFormat.FLOAT32);
    private static final float[] EAST = unit(1, 0);
    private static final float[] NORTH = unit(0, 1);
    /** Half of the ninth significant bit. */
    private static final double PRECISION = 1.0 / 512;

    @TempDir
    Path data;

    private final long seed = Long.getLong("vicinal.test.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private ShardBench bench;
    private Shard shard;

    @BeforeEach
    void open() throws IOException {
        bench = new ShardBench(data);
        shard = bench.open(PLAIN.withSparseModel("splade"));
    }

    @AfterEach
    void close() throws IOException {
        shard.close();
        bench.close();
    }

    private static SparseWeights weights(Map<Integer, Float> ofWords) {
        TreeMap<Integer, Float> ascending = new TreeMap<>(ofWords);
        float[] weights = new float[ascending.size()];
        int i = 0;
        for (float weight : ascending.values()) {
            weights[i++] = weight;
        }
        return new SparseWeights(
                ascending.keySet().stream().mapToInt(Integer::intValue).toArray(), weights);
    }

    private static QueryWeights query(Map<Integer, Float> ofWords) {
        SparseWeights weights = weights(ofWords);
        return new QueryWeights(
                weights,
                IntStream.of(weights.words()).mapToObj(word -> "w" + word).toArray(String[]::new));
    }

    private static EmbeddedDocument document(String id, String topic, float[] vector, @Nullable SparseWeights weights) {
        return new EmbeddedDocument(
                id, null, "text", Map.of("topic", topic), List.of(new EmbeddedPassage(0, 4, vector).with(weights)));
    }

    private void put(String id, Map<Integer, Float> ofWords) throws IOException {
        shard.put(document(id, "a", EAST, weights(ofWords)));
    }

    private CandidateQuery sparse(Map<Integer, Float> ofWords, int count, GroupBy groupBy, @Nullable Filter filter) {
        return new CandidateQuery(shard.id(), null, null, null, count, groupBy, filter, null).with(query(ofWords));
    }

    private List<Candidate> found(Map<Integer, Float> ofWords, int count, @Nullable Filter filter) throws IOException {
        return ShardBench.search(shard, sparse(ofWords, count, GroupBy.DOCUMENT, filter));
    }

    private Map<Integer, Float> randomWeights(int words) {
        Map<Integer, Float> weights = new HashMap<>();
        while (weights.size() < words) {
            weights.put(random.nextInt(200), random.nextFloat(0.01f, 3));
        }
        return weights;
    }

    private static double dot(Map<Integer, Float> query, Map<Integer, Float> passage) {
        return query.entrySet().stream()
                .mapToDouble(word -> (double) word.getValue() * passage.getOrDefault(word.getKey(), 0f))
                .sum();
    }

    @Test
    void findsTheLargestDotProductsUnderAFilterOverSegmentsAndDeletions() throws IOException {
        Map<String, Map<Integer, Float>> all = new HashMap<>();
        for (int i = 0; i < 600; i++) {
            Map<Integer, Float> weights = randomWeights(1 + random.nextInt(40));
            String id = "d" + i;
            shard.put(document(id, i % 3 == 0 ? "a" : "b", EAST, weights(weights)));
            if (i % 3 == 0) {
                all.put(id, weights);
            }
            if (i % 150 == 149) {
                shard.refresh(); // a segment
            }
        }
        for (int i = 0; i < 600; i += 9) {
            shard.delete("d" + i);
            all.remove("d" + i);
        }
        shard.refresh();
        for (int round = 0; round < 20; round++) {
            Map<Integer, Float> asked = randomWeights(1 + random.nextInt(30));
            List<Candidate> found = found(asked, 20, Filter.eq(Map.of("topic", "a")));
            double[] best = all.values().stream()
                    .mapToDouble(passage -> -dot(asked, passage))
                    .filter(score -> score < 0)
                    .sorted()
                    .limit(20)
                    .map(score -> -score)
                    .toArray();
            assertThat(found).as("seed %d", seed).hasSize(best.length).allSatisfy(candidate -> {
                double exact = dot(asked, all.get(candidate.documentId()));
                assertThat(candidate.sparse().doubleValue()).isCloseTo(exact, within(exact * PRECISION));
                assertThat(candidate.dense()).isNull();
                assertThat(candidate.lexical()).isNull();
            });
            assertThat(found)
                    .as("best first, seed %d", seed)
                    .isSortedAccordingTo(Comparator.comparing(Candidate::sparse).reversed());
            for (int i = 0; i < best.length; i++) {
                assertThat(found.get(i).sparse().doubleValue()).isCloseTo(best[i], within(best[i] * 2 * PRECISION));
            }
        }
    }

    @Test
    void computesWhatIsMissingOfWhatAnotherKindFound() throws IOException {
        shard.put(document("near", "a", EAST, weights(Map.of(1, 0.25f, 9, 4f))));
        shard.put(document("far", "a", NORTH, weights(Map.of(1, 2f))));
        shard.put(document("without", "a", unit(1, 0.1f), null));
        shard.refresh();
        CandidateQuery both = new CandidateQuery(shard.id(), null, EAST, null, 1, GroupBy.DOCUMENT, null, null)
                .with(query(Map.of(1, 3f, 2, 5f)));
        List<Candidate> found = ShardBench.search(shard, both);
        assertThat(ids(found)).as("the nearest and the heaviest").containsExactly("near", "far");
        assertThat(found).extracting(Candidate::sparse).containsExactly(0.75f, 6f);
        assertThat(found).extracting(Candidate::dense).containsExactly(1f, 0f);
        CandidateQuery dense = new CandidateQuery(shard.id(), null, EAST, null, 3, GroupBy.DOCUMENT, null, null)
                .with(query(Map.of(1, 3f)));
        assertThat(ShardBench.search(shard, dense))
                .extracting(Candidate::sparse)
                .containsExactly(0.75f, 0f, 6f);
    }

    @Test
    void aWeightIsKeptToTheNearestOfNineSignificantBits() throws IOException {
        Map<String, Float> exact = new HashMap<>();
        for (int i = 0; i < 300; i++) {
            float weight = (float) Math.exp(random.nextDouble() * 20 - 10);
            exact.put("d" + i, weight);
            put("d" + i, Map.of(5, weight));
        }
        put("least", Map.of(5, SparseWeights.LEAST_WEIGHT));
        put("most", Map.of(5, SparseWeights.MOST_WEIGHT));
        shard.refresh();
        List<Candidate> found = found(Map.of(5, 1f), 1000, null);
        assertThat(found).as("seed %d", seed).hasSize(302);
        assertThat(found.getFirst().documentId()).isEqualTo("most");
        assertThat(found.getLast().documentId()).isEqualTo("least");
        for (Candidate candidate : found.subList(1, 301)) {
            float weight = exact.get(candidate.documentId());
            assertThat(candidate.sparse()).as("seed %d", seed).isCloseTo(weight, within((float) (weight * PRECISION)));
        }
    }

    @Test
    void asksForAsManyWordsAsThereMayBeUnderALargeFilterAndForHeavyOnes() throws IOException {
        Map<Integer, Float> many = new HashMap<>();
        for (int word = 0; word < SparseWeights.MOST; word++) {
            many.put(word, 1e4f);
        }
        put("1", many);
        shard.refresh();
        List<Object> topics =
                new ArrayList<>(IntStream.range(0, 1000).mapToObj(i -> "t" + i).toList());
        topics.add("a");
        List<Candidate> found = found(many, 10, anyOf(topics));
        assertThat(found)
                .singleElement()
                .satisfies(candidate ->
                        assertThat(candidate.sparse()).isCloseTo(1e11f, within(1e11f * (float) PRECISION)));
    }

    private static Filter anyOf(List<Object> topics) {
        return new Filter(null, null, Map.of("topic", topics), null, null, null, null, null, null, null, null);
    }

    @Test
    void groupsByDocumentAndByFieldAndShowsWhatIsInside() throws IOException {
        for (int i = 0; i < 6; i++) {
            shard.put(new EmbeddedDocument(
                    "d" + i,
                    null,
                    "one two",
                    Map.of("topic", i < 4 ? "a" : "b"),
                    List.of(
                            new EmbeddedPassage(0, 3, EAST).with(weights(Map.of(1, 1f + i))),
                            new EmbeddedPassage(4, 7, EAST).with(weights(Map.of(1, 10f + i))))));
        }
        shard.refresh();
        List<Candidate> documents = found(Map.of(1, 1f), 2, null);
        assertThat(ids(documents)).containsExactly("d5", "d4");
        assertThat(documents).extracting(Candidate::sparse).containsExactly(15f, 14f);
        assertThat(ids(ShardBench.search(shard, sparse(Map.of(1, 1f), 3, GroupBy.PASSAGE, null))))
                .containsExactly("d5", "d4", "d3");
        CandidateQuery byTopic = sparse(Map.of(1, 1f), 1, GroupBy.of("topic"), null);
        List<Candidate> groups = ShardBench.search(shard, grouped(byTopic, new Grouping(2, 1)));
        assertThat(groups).extracting(Candidate::group).contains("a", "b");
        List<Candidate> inside =
                ShardBench.search(shard, grouped(sparse(Map.of(1, 1f), 1, GroupBy.DOCUMENT, null), new Grouping(1, 2)));
        assertThat(inside).extracting(Candidate::sparse).containsExactly(15f, 6f);
    }

    private static CandidateQuery grouped(CandidateQuery query, Grouping grouping) {
        return new CandidateQuery(
                query.shard(),
                null,
                null,
                null,
                null,
                query.count(),
                query.groupBy(),
                null,
                null,
                false,
                grouping,
                null,
                null,
                query.sparse());
    }

    @Test
    void anExpiredDocumentIsNotFound() throws IOException {
        EmbeddedDocument lasting = document("stays", "a", EAST, weights(Map.of(1, 1f)));
        shard.put(lasting);
        shard.put(new EmbeddedDocument(
                "expired",
                null,
                "text",
                Map.of(),
                lasting.passages(),
                Instant.now().minusSeconds(60)));
        shard.refresh();
        assertThat(ids(found(Map.of(1, 1f), 10, null))).containsExactly("stays");
    }

    @Test
    void anExplanationNamesTheWordsThatSumToTheScore() throws IOException {
        for (int i = 0; i < 50; i++) {
            put("d" + i, randomWeights(60));
        }
        shard.refresh();
        CandidateQuery asked = new CandidateQuery(shard.id(), null, EAST, null, 50, GroupBy.DOCUMENT, null, null)
                .with(query(randomWeights(20)));
        List<Candidate> found = ShardBench.search(shard, asked);
        try (PointInTime at = shard.pointInTime()) {
            List<Explanation> explained = CandidateSearch.explain(
                    asked,
                    shard.collection(),
                    at.searcher(),
                    SearchEffort.usual(VectorFormat.FLOAT32),
                    Instant.now(),
                    found.stream().map(Candidate::doc).toList());
            for (int i = 0; i < found.size(); i++) {
                Explanation.Sparse sparse = explained.get(i).sparse();
                assertThat(sparse.score()).isEqualTo(found.get(i).sparse());
                assertThat(sparse.found()).isEqualTo(sparse.score() > 0);
                assertThat((float) sparse.words().stream()
                                .mapToDouble(Word::contribution)
                                .sum())
                        .as("seed %d", seed)
                        .isCloseTo(sparse.score(), within(sparse.score() * 1e-6f));
                assertThat(sparse.words())
                        .isSortedAccordingTo(
                                Comparator.comparingDouble(Word::contribution).reversed())
                        .allSatisfy(word -> assertThat(word.queryWeight() * word.passageWeight())
                                .isEqualTo(word.contribution()))
                        .allSatisfy(word -> assertThat(word.word()).startsWith("w"));
            }
        }
    }

    @Test
    void aShardWithoutWeightsAndAQueryWithoutWordsFindNothingAndScoreNought() throws IOException {
        shard.put(document("old", "a", EAST, null));
        shard.refresh();
        assertThat(found(Map.of(1, 1f), 10, null)).isEmpty();
        assertThat(found(Map.of(), 10, null)).isEmpty();
        CandidateQuery dense = new CandidateQuery(shard.id(), null, EAST, null, 10, GroupBy.DOCUMENT, null, null);
        for (Map<Integer, Float> words :
                Stream.of(Map.of(1, 1f), Map.<Integer, Float>of()).toList()) {
            assertThat(ShardBench.search(shard, dense.with(query(words))))
                    .extracting(Candidate::sparse)
                    .containsExactly(0f);
        }
        assertThat(ShardBench.search(shard, dense))
                .extracting(Candidate::sparse)
                .containsOnlyNulls();
    }

    @Test
    void aCollectionWithoutASparseModelKeepsNoWeights() throws IOException {
        try (Shard plain = bench.open(PLAIN, 1, ShardBench.log(0), java.time.Clock.systemUTC())) {
            plain.put(document("1", "a", EAST, weights(Map.of(1, 1f))));
            plain.refresh();
            CandidateQuery asked = new CandidateQuery(plain.id(), null, null, null, 10, GroupBy.DOCUMENT, null, null)
                    .with(query(Map.of(1, 1f)));
            assertThat(ShardBench.search(plain, asked)).isEmpty();
        }
    }

    @Test
    void whatIsNoWeightNeverReachesTheIndex() {
        for (float weight : new float[] {Float.NaN, -1, 0, Float.POSITIVE_INFINITY, 1e7f, Float.MIN_VALUE}) {
            assertThatThrownBy(() -> weights(Map.of(1, weight)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("word 1");
        }
    }
}
