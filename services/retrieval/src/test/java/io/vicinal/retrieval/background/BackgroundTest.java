package io.vicinal.retrieval.background;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vicinal.contracts.embedding.EmbeddedDocument;
import io.vicinal.contracts.embedding.EmbeddedDocument.EmbeddedPassage;
import io.vicinal.contracts.embedding.QueryTokens;
import io.vicinal.contracts.embedding.TokenFormat;
import io.vicinal.contracts.filter.Filter;
import io.vicinal.contracts.search.Background;
import io.vicinal.contracts.search.Background.Distribution;
import io.vicinal.contracts.search.GroupBy;
import io.vicinal.contracts.search.RetrievalApi.CandidateQuery;
import io.vicinal.retrieval.ShardBench;
import io.vicinal.retrieval.lateinteraction.TokenRows;
import io.vicinal.retrieval.shard.PointInTime;
import io.vicinal.retrieval.shard.SampleField;
import io.vicinal.retrieval.shard.Shard;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackgroundTest {
    private static final int DIMENSIONS = 32;

    @TempDir
    Path data;

    private final Backgrounds backgrounds = new Backgrounds();
    private ShardBench bench;
    private Shard shard;

    @BeforeEach
    void open() throws IOException {
        bench = new ShardBench(data);
        shard = bench.open(ShardBench.collection(TokenFormat.BINARY, new float[DIMENSIONS]));
    }

    @AfterEach
    void close() throws IOException {
        shard.close();
        bench.close();
    }

    /** The same document whenever it is asked for. */
    private static EmbeddedDocument document(int i) {
        Random random = new Random(i);
        float[][] tokens = TokenRows.random(random, 4, DIMENSIONS);
        return new EmbeddedDocument(
                "d" + i,
                null,
                "Text.",
                Map.of("topic", i % 2 == 0 ? "even" : "odd"),
                List.of(new EmbeddedPassage(
                        0,
                        5,
                        ShardBench.randomUnit(random, DIMENSIONS),
                        TokenRows.written(tokens, TokenFormat.BINARY, new float[DIMENSIONS]),
                        new int[] {i % 7})));
    }

    private static void put(EmbeddedDocument document, Shard to) throws IOException {
        to.put(document);
        to.advance(to.applied().offset(), -1);
    }

    private static CandidateQuery query(Shard shard, float[] vector, QueryTokens tokens, Filter filter) {
        return new CandidateQuery(shard.id(), null, null, vector, tokens, 10, GroupBy.DOCUMENT, filter, null, true);
    }

    private static float[] vector() {
        return ShardBench.randomUnit(new Random(-1), DIMENSIONS);
    }

    private static QueryTokens tokens() {
        return new QueryTokens(new int[] {1}, new String[] {"a"}, vector());
    }

    private Background background(CandidateQuery query) throws IOException {
        shard.refresh();
        try (PointInTime snapshot = shard.pointInTime()) {
            return backgrounds.of(query, snapshot.searcher());
        }
    }

    private static TreeSet<String> sample(Shard shard) throws IOException {
        shard.refresh();
        try (PointInTime snapshot = shard.pointInTime()) {
            TreeSet<String> ids = new TreeSet<>();
            for (int passage : SampleField.passages(snapshot.searcher(), BackgroundSample.PASSAGES)) {
                ids.add(io.vicinal.retrieval.shard.StoredDocuments.passage(snapshot.searcher(), passage)
                        .documentId());
            }
            return ids;
        }
    }

    @Test
    void aSmallShardIsItsOwnSampleAndTheFiguresAreExact() throws IOException {
        for (int i = 0; i < 300; i++) {
            put(document(i), shard);
        }
        Background background = background(query(shard, vector(), tokens(), null));
        double[] cosines = IntStream.range(0, 300)
                .mapToDouble(i -> {
                    float[] own = document(i).passages().getFirst().vector();
                    return IntStream.range(0, DIMENSIONS)
                            .mapToDouble(d -> own[d] * (double) vector()[d])
                            .sum();
                })
                .sorted()
                .toArray();
        double mean = Arrays.stream(cosines).average().orElseThrow();
        Distribution dense = background.dense();
        assertThat(dense.count()).isEqualTo(300);
        assertThat(dense.mean()).isCloseTo(mean, within(1e-6));
        assertThat(dense.deviation())
                .isCloseTo(
                        Math.sqrt(Arrays.stream(cosines)
                                .map(x -> (x - mean) * (x - mean))
                                .average()
                                .orElseThrow()),
                        within(1e-6));
        assertThat(dense.tailThreshold()).isCloseTo(cosines[269], within(1e-6));
        assertThat(dense.tailScale())
                .isCloseTo(
                        Arrays.stream(cosines, 270, 300)
                                .map(x -> x - cosines[269])
                                .average()
                                .orElseThrow(),
                        within(1e-6));
    }

    @Test
    void aFilterChangesNothingAndWhatWasNotAskedForIsNotThere() throws IOException {
        for (int i = 0; i < 50; i++) {
            put(document(i), shard);
        }
        Background all = background(query(shard, vector(), tokens(), null));
        assertThat(background(query(shard, vector(), tokens(), Filter.eq(Map.of("topic", "even")))))
                .isEqualTo(all);
        CandidateQuery lexical =
                new CandidateQuery(shard.id(), "text", null, null, null, 10, GroupBy.DOCUMENT, null, null, true);
        assertThat(background(lexical)).isEqualTo(new Background(null));
    }

    @Test
    void theCenterIsTheMeanOfTheVectorsAndOfAFewRatherTheModels() throws IOException {
        float[] model = new float[DIMENSIONS];
        model[0] = 0.5f;
        shard.close();
        shard = bench.open(ShardBench.collection(TokenFormat.BINARY, model));
        assertThat(center()).as("of nothing").isEqualTo(model);
        double[] sum = new double[DIMENSIONS];
        for (int i = 0; i < 200; i++) {
            put(document(i), shard);
            float[] vector = document(i).passages().getFirst().vector();
            for (int d = 0; d < DIMENSIONS; d++) {
                sum[d] += vector[d];
            }
        }
        float[] center = center();
        for (int d = 0; d < DIMENSIONS; d++) {
            assertThat(center[d]).isCloseTo((float) ((sum[d] + 50 * model[d]) / 250), within(1e-6f));
        }
    }

    private float[] center() throws IOException {
        shard.refresh();
        try (PointInTime snapshot = shard.pointInTime()) {
            return backgrounds.center(shard.collection(), shard.id(), snapshot.searcher());
        }
    }

    @Test
    void anEmptyShardHasNone() throws IOException {
        assertThat(background(query(shard, vector(), tokens(), null))).isEqualTo(new Background(null));
        put(document(1), shard);
        Distribution one = background(query(shard, vector(), tokens(), null)).dense();
        assertThat(one.count()).isOne();
        assertThat(one.deviation()).isZero();
        assertThat(one.tailScale()).isZero();
    }

    @Test
    void theSampleIsAboutFiveHundredAndTheSameInWhateverOrderTheLogIsReplayed() throws IOException {
        List<Integer> order = IntStream.range(0, 3000).boxed().collect(Collectors.toList());
        for (int i : order) {
            put(document(i), shard);
            if (i % 1000 == 0) {
                shard.refresh();
            }
        }
        TreeSet<String> sample = sample(shard);
        assertThat(sample.size()).isBetween(400, 600);
        assertThat(sample.stream()
                        .filter(id -> Integer.parseInt(id.substring(1)) % 2 == 0)
                        .count())
                .as("says nothing of the passage")
                .isBetween(150L, 350L);
        Background before = background(query(shard, vector(), tokens(), null));
        assertThat(before.dense().count()).isEqualTo(sample.size());

        Collections.shuffle(order, new Random(5));
        try (ShardBench elsewhere = new ShardBench(data.resolve("elsewhere"));
                Shard replayed = elsewhere.open(shard.collection())) {
            for (int i : order) {
                put(document(i), replayed);
            }
            assertThat(sample(replayed)).isEqualTo(sample);
            try (PointInTime snapshot = replayed.pointInTime()) {
                Background again = new Backgrounds().of(query(replayed, vector(), tokens(), null), snapshot.searcher());
                assertThat(again.dense().mean()).isCloseTo(before.dense().mean(), within(1e-6));
            }
        }
    }

    @Test
    void whatIsDeletedOrAddedShowsWithTheNextSearcher() throws IOException {
        for (int i = 0; i < 20; i++) {
            put(document(i), shard);
        }
        assertThat(background(query(shard, vector(), null, null)).dense().count())
                .isEqualTo(20);
        shard.delete("d3");
        shard.advance(shard.applied().offset(), -1);
        assertThat(background(query(shard, vector(), null, null)).dense().count())
                .isEqualTo(19);
        for (int i = 20; i < 30; i++) {
            put(document(i), shard);
        }
        assertThat(background(query(shard, vector(), null, null)).dense().count())
                .isEqualTo(29);
    }

    @Test
    void theTailOfAnExponentialIsFoundAgain() {
        Random random = new Random(11);
        float[] scores = new float[100_000];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = (float) (0.2 - 0.05 * Math.log(1 - random.nextDouble()));
        }
        Distribution fit = TailFit.of(scores);
        assertThat(fit.tailScale()).isCloseTo(0.05, within(0.002));
        assertThat(fit.tailThreshold()).isCloseTo(0.2 + 0.05 * Math.log(10), within(0.002));
        assertThat(fit.mean()).isCloseTo(0.25, within(0.002));
    }
}
