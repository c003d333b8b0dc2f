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
import io.vicinal.contracts.embedding.QueryTokens;
import io.vicinal.contracts.embedding.TokenFormat;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.filter.Filter;
import io.vicinal.contracts.search.GroupBy;
import io.vicinal.contracts.search.LexicalStatistics;
import io.vicinal.contracts.search.NeighbourQuery;
import io.vicinal.contracts.search.NeighbourQuery.Neighbour;
import io.vicinal.contracts.search.RetrievalApi.Candidate;
import io.vicinal.contracts.search.RetrievalApi.CandidateQuery;
import io.vicinal.retrieval.ShardBench;
import io.vicinal.retrieval.examples.NearestExamples;
import io.vicinal.retrieval.lateinteraction.TokenRows;
import io.vicinal.retrieval.shard.PointInTime;
import io.vicinal.retrieval.shard.Shard;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Token vectors in an index on disk: stored, counted, compared. */
class LateInteractionTest {
    private static final int DIMENSIONS = 16;
    private static final float[] X = axis(0);
    private static final float[] Y = axis(1);
    private static final float[] Z = axis(2);

    @TempDir
    Path data;

    private ShardBench bench;
    private Shard shard;

    @BeforeEach
    void open() throws IOException {
        bench = new ShardBench(data);
        shard = bench.open(ShardBench.collection(TokenFormat.FLOAT32, new float[DIMENSIONS]));
    }

    @AfterEach
    void close() throws IOException {
        shard.close();
        bench.close();
    }

    private static float[] axis(int d) {
        float[] axis = new float[DIMENSIONS];
        axis[d] = 1;
        return axis;
    }

    private static EmbeddedDocument document(
            String id, float[] vector, TokenFormat format, int @Nullable [] pieces, float[]... tokens) {
        String text = "The zebra of " + id + ".";
        return new EmbeddedDocument(
                id,
                null,
                text,
                Map.of("topic", id),
                List.of(new EmbeddedPassage(
                        0, text.length(), vector, TokenRows.written(tokens, format, new float[DIMENSIONS]), pieces)));
    }

    private void put(String id, float[] vector, int[] pieces, float[]... tokens) throws IOException {
        put(document(id, vector, TokenFormat.FLOAT32, pieces, tokens));
    }

    private void put(EmbeddedDocument document) throws IOException {
        put(document, shard);
    }

    private static void put(EmbeddedDocument document, Shard to) throws IOException {
        to.put(document);
        to.advance(to.applied().offset(), -1);
    }

    private static QueryTokens query(int[] pieces, float[]... vectors) {
        float[] all = new float[vectors.length * DIMENSIONS];
        String[] texts = new String[pieces.length];
        for (int i = 0; i < vectors.length; i++) {
            System.arraycopy(vectors[i], 0, all, i * DIMENSIONS, DIMENSIONS);
            texts[i] = "piece " + pieces[i];
        }
        return new QueryTokens(pieces, texts, all);
    }

    private List<Candidate> search(
            @Nullable String query, float @Nullable [] vector, @Nullable QueryTokens tokens, int count)
            throws IOException {
        return search(query, vector, tokens, count, null, null);
    }

    private List<Candidate> search(
            @Nullable String query,
            float @Nullable [] vector,
            @Nullable QueryTokens tokens,
            int count,
            @Nullable Filter filter,
            @Nullable LexicalStatistics statistics)
            throws IOException {
        shard.refresh();
        return ShardBench.search(
                shard,
                new CandidateQuery(shard.id(), query, vector, tokens, count, GroupBy.DOCUMENT, filter, statistics));
    }

    private static Candidate of(String id, List<Candidate> found) {
        return found.stream()
                .filter(candidate -> candidate.documentId().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(TokenFormat.class)
    void everyFormatTellsTheSameTokensFromOthers(TokenFormat format) throws IOException {
        Random random = new Random(3);
        Collection collection = new Collection(
                "other",
                1,
                "model",
                DIMENSIONS,
                1,
                ShardBench.FIELDS,
                shard.collection().chunking(),
                VectorFormat.FLOAT32,
                true,
                8,
                format,
                "en",
                1,
                null,
                null,
                shard.collection().createdAt());
        float[][] same = TokenRows.random(random, 6, DIMENSIONS);
        try (Shard other = bench.open(collection)) {
            put(document("same", X, format, new int[] {1}, same), other);
            for (int i = 0; i < 20; i++) {
                put(document("d" + i, X, format, new int[] {1}, TokenRows.random(random, 6, DIMENSIONS)), other);
            }
            other.refresh();
            QueryTokens tokens = query(new int[] {1, 2, 3}, same[0], same[2], same[4]);
            List<Candidate> found = ShardBench.search(
                    other, new CandidateQuery(other.id(), "zebra", X, tokens, 30, GroupBy.DOCUMENT, null, null));
            assertThat(found).hasSize(21);
            float most = of("same", found).lateInteraction();
            assertThat(found)
                    .filteredOn(candidate -> !candidate.documentId().equals("same"))
                    .allMatch(candidate -> candidate.lateInteraction() < most);
        }
    }

    @Test
    void theScoreIsThereInEveryModeAndTheSame() throws IOException {
        put("a", X, new int[] {1, 2}, X, Y);
        put("b", Y, new int[] {1, 3}, Z);
        QueryTokens tokens = query(new int[] {2, 3}, X, unit(0.6f, 0, 0.8f, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
        float hybrid = of("a", search("zebra", X, tokens, 10)).lateInteraction();
        assertThat(hybrid).as("both pieces are in one passage of two").isCloseTo((1 + 0.6f) / 2, within(1e-5f));
        assertThat(of("b", search("zebra", X, tokens, 10)).lateInteraction()).isCloseTo(0.4f, within(1e-5f));
        assertThat(of("a", search(null, X, tokens, 10)).lateInteraction()).isEqualTo(hybrid);
        assertThat(of("a", search("zebra", null, tokens, 10)).lateInteraction()).isEqualTo(hybrid);
        assertThat(of("a", search("zebra", X, null, 10)).lateInteraction()).isNull();
        assertThat(search("zebra", X, query(new int[0]), 10))
                .as("a query without tokens")
                .allMatch(candidate -> candidate.lateInteraction() == null);
        assertThat(ids(search("zebra", X, tokens, 10, Filter.eq(Map.of("topic", "b")), null)))
                .containsExactly("b");
    }

    @Test
    void aPassageWithAVectorOfItsOwnHasNoScore() throws IOException {
        put("a", X, new int[] {1}, X);
        put(ShardBench.document("own", "The zebra of own.", Map.of(), Y));
        List<Candidate> found = search("zebra", X, query(new int[] {1}, X), 10);
        assertThat(of("own", found).lateInteraction()).isNull();
        assertThat(of("own", found).dense()).isZero();
        assertThat(of("a", found).lateInteraction()).isEqualTo(1);
    }

    @Test
    void aCollectionWithoutTokenVectorsComparesNone() throws IOException {
        try (Shard plain = bench.open(new Collection(
                "plain",
                1,
                "model",
                DIMENSIONS,
                1,
                ShardBench.FIELDS,
                shard.collection().chunking(),
                VectorFormat.INT8,
                shard.collection().createdAt()))) {
            put(document("a", X, TokenFormat.FLOAT32, new int[] {1}, X), plain);
            plain.refresh();
            assertThat(ShardBench.search(
                            plain,
                            new CandidateQuery(
                                    plain.id(), "zebra", X, query(new int[] {1}, X), 9, GroupBy.DOCUMENT, null, null)))
                    .singleElement()
                    .matches(candidate -> candidate.lateInteraction() == null);
        }
    }

    /** Of 20 near and 20 that match, 25 are kept: those that are good at both, then the best of either. */
    @Test
    void theUnionsBestAreComparedAndNothingElseIsReturned() throws IOException {
        for (int i = 0; i < 20; i++) {
            double angle = (i + 1) * Math.PI / 50;
            float[] vector = new float[DIMENSIONS];
            vector[0] = (float) Math.cos(angle);
            vector[1] = (float) Math.sin(angle);
            String text = i < 10 ? "Something else." : "A zebra.";
            put(new EmbeddedDocument(
                    "d" + i,
                    null,
                    text,
                    Map.of(),
                    List.of(new EmbeddedPassage(
                            0,
                            text.length(),
                            vector,
                            TokenRows.written(new float[][] {X}, TokenFormat.FLOAT32, X),
                            null))));
        }
        QueryTokens tokens = query(new int[] {1}, X);
        assertThat(search("zebra", X, null, 8)).as("eight of each kind").hasSize(16);
        List<Candidate> found = search("zebra", X, tokens, 8);
        assertThat(found).hasSize(8).allMatch(candidate -> candidate.lateInteraction() != null);
        assertThat(ids(found))
                .as("a match counts 1, and the farthest neighbour nothing")
                .contains("d10", "d11", "d12", "d0")
                .doesNotContain("d7");
    }

    @Test
    void aDocumentWithTwoPassagesInTheUnionCountsOnce() throws IOException {
        for (String id : List.of("a", "b", "c")) {
            String text = "A zebra. Nothing.";
            put(new EmbeddedDocument(
                    id,
                    null,
                    text,
                    Map.of(),
                    List.of(
                            new EmbeddedPassage(
                                    0, 8, Y, TokenRows.written(new float[][] {X}, TokenFormat.FLOAT32, X), null),
                            new EmbeddedPassage(
                                    8, 17, X, TokenRows.written(new float[][] {Y}, TokenFormat.FLOAT32, X), null))));
        }
        List<Candidate> found = search("zebra", X, query(new int[] {1}, X), 2);
        assertThat(ids(found)).as("two passages of each of two documents").hasSize(4);
        assertThat(ids(found).stream().distinct()).hasSize(2);
        shard.refresh();
        assertThat(ShardBench.search(
                        shard,
                        new CandidateQuery(
                                shard.id(), "zebra", X, query(new int[] {1}, X), 2, GroupBy.PASSAGE, null, null)))
                .hasSize(2);
    }

    @Test
    void rareWordPiecesDecideAndTheWholeCollectionSaysWhichAreRare() throws IOException {
        put("x", X, new int[] {1, 2}, X);
        put("y", X, new int[] {1}, Y);
        put("z", X, new int[] {1}, Z);
        QueryTokens tokens = query(new int[] {1, 2}, Y, X);
        List<Candidate> own = search(null, X, tokens, 10);
        double everywhere = Math.log(1 + 0.5 / 3.5);
        double rare = Math.log(1 + 2.5 / 1.5);
        assertThat(of("x", own).lateInteraction()).isCloseTo((float) (rare / (rare + everywhere)), within(1e-5f));
        assertThat(of("y", own).lateInteraction()).isCloseTo((float) (everywhere / (rare + everywhere)), within(1e-5f));

        LexicalStatistics reversed = new LexicalStatistics(300, 3000, Map.of(), 300, Map.of(1, 1L, 2, 300L));
        List<Candidate> global = search(null, X, tokens, 10, null, reversed);
        assertThat(of("y", global).lateInteraction()).isGreaterThan(0.99f);
        assertThat(of("x", global).lateInteraction()).isLessThan(0.01f);
    }

    @Test
    void tokensSurviveAReopening() throws IOException {
        put("a", X, new int[] {1}, X, Z);
        shard.commit();
        shard.close();
        shard = bench.open(
                ShardBench.collection(TokenFormat.FLOAT32, new float[DIMENSIONS]),
                0,
                ShardBench.log(9),
                Clock.systemUTC());
        assertThat(search(null, X, query(new int[] {1}, Z), 10))
                .singleElement()
                .matches(candidate -> candidate.lateInteraction() == 1);
    }

    @Test
    void aRecordWhoseTokensDoNotFitIsRefusedAndTheOthersGoOn() throws IOException {
        assertThatThrownBy(() -> put(document("bad", X, TokenFormat.INT8, new int[] {1}, X)))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(ProblemType.INVALID_VALUE.is(e.problem()))
                                .isTrue());
        assertThatThrownBy(() -> put(document("bad", X, TokenFormat.FLOAT32, new int[] {-1}, X)))
                .isInstanceOf(ProblemException.class);
        put("good", X, new int[] {1}, X);
        assertThat(ids(search(null, X, query(new int[] {1}, X), 10))).containsExactly("good");
    }

    @Test
    void aQueryWhoseTokensDoNotFitIsRefused() throws IOException {
        put("a", X, new int[] {1}, X);
        assertThatThrownBy(() -> search(null, X, new QueryTokens(new int[] {1}, new String[] {"a"}, new float[3]), 10))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().field()).isEqualTo("tokens"));
        float[] nan = axis(0);
        nan[3] = Float.NaN;
        assertThatThrownBy(() -> search(null, X, query(new int[] {1}, nan), 10)).isInstanceOf(ProblemException.class);
    }

    @Test
    void aSketchIsTheVectorLessTheCenter() throws IOException {
        float[] center = new float[DIMENSIONS];
        center[0] = 0.9f;
        center[5] = -0.1f;
        put("a", unit(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0), new int[] {1}, X);
        shard.refresh();
        byte[] sketch;
        try (PointInTime snapshot = shard.pointInTime()) {
            CandidateQuery query =
                    new CandidateQuery(shard.id(), "zebra", null, null, 10, GroupBy.DOCUMENT, null, null);
            sketch = CandidateSearch.search(
                            query,
                            CandidateSearch.words(query, shard.collection()),
                            shard.collection(),
                            snapshot.searcher(),
                            SearchEffort.usual(shard.collection().vectorFormat()),
                            Instant.now(),
                            center)
                    .getFirst()
                    .sketch();
        }
        byte[] expected = new byte[DIMENSIONS];
        double largest = Math.sqrt(0.5);
        expected[0] = (byte) Math.round((largest - 0.9) / largest * 127);
        expected[5] = (byte) Math.round(0.1 / largest * 127);
        expected[10] = 127;
        assertThat(sketch).containsExactly(expected);
    }

    @Test
    void examplesNearAreComparedByLateInteractionToo() throws IOException {
        put("same", X, new int[] {1, 2}, X, Y);
        put("half", X, new int[] {1}, X);
        put(ShardBench.document("own", "A zebra.", Map.of("topic", "own"), X));
        shard.refresh();
        QueryTokens tokens = query(new int[] {7, 8}, X, Y);
        try (PointInTime at = shard.pointInTime()) {
            NeighbourQuery asked = new NeighbourQuery(
                    shard.id(), List.of(X, Y), List.of(tokens, query(new int[0])), "topic", 3, null, null, null);
            List<List<Neighbour>> near = NearestExamples.search(
                    asked, shard.collection(), at.searcher(), SearchEffort.usual(VectorFormat.FLOAT32), Instant.now());
            Map<String, Neighbour> first =
                    near.getFirst().stream().collect(Collectors.toMap(Neighbour::documentId, one -> one));
            assertThat(first.get("same").lateInteraction()).isCloseTo(1, within(1e-5f));
            assertThat(first.get("half").lateInteraction()).isCloseTo(0.5f, within(1e-5f));
            assertThat(first.get("own").lateInteraction())
                    .as("without token vectors")
                    .isNull();
            assertThat(near.getLast())
                    .as("a text without tokens")
                    .allSatisfy(one -> assertThat(one.lateInteraction()).isNull());

            NeighbourQuery few =
                    new NeighbourQuery(shard.id(), List.of(X, Y), List.of(tokens), "topic", 3, null, null, null);
            assertThatThrownBy(() -> NearestExamples.search(
                            few,
                            shard.collection(),
                            at.searcher(),
                            SearchEffort.usual(VectorFormat.FLOAT32),
                            Instant.now()))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            e -> assertThat(e.problem().field()).isEqualTo("tokens"));
        }
    }
}
