package io.vicinal.retrieval.candidates;

import static io.vicinal.retrieval.ShardBench.unit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vicinal.contracts.embedding.EmbeddedDocument;
import io.vicinal.contracts.embedding.EmbeddedDocument.EmbeddedPassage;
import io.vicinal.contracts.embedding.QueryTokens;
import io.vicinal.contracts.embedding.TokenFormat;
import io.vicinal.contracts.search.Explanation;
import io.vicinal.contracts.search.Explanation.Term;
import io.vicinal.contracts.search.Explanation.Token;
import io.vicinal.contracts.search.Fuzziness;
import io.vicinal.contracts.search.GroupBy;
import io.vicinal.contracts.search.RetrievalApi.Candidate;
import io.vicinal.contracts.search.RetrievalApi.CandidateQuery;
import io.vicinal.retrieval.ShardBench;
import io.vicinal.retrieval.TextShard;
import io.vicinal.retrieval.lateinteraction.TokenRows;
import io.vicinal.retrieval.shard.PointInTime;
import io.vicinal.retrieval.shard.Shard;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The numbers of an explanation add up to the signals that the search gave. */
class ExplanationTest {
    private static final int DIMENSIONS = 16;

    @TempDir
    Path data;

    private static List<Explanation> explain(Shard shard, CandidateQuery query, List<Candidate> found)
            throws IOException {
        try (PointInTime at = shard.pointInTime()) {
            return CandidateSearch.explain(
                    query,
                    shard.collection(),
                    at.searcher(),
                    SearchEffort.usual(shard.collection().vectorFormat()),
                    Instant.now(),
                    found.stream().map(Candidate::doc).toList());
        }
    }

    private static CandidateQuery words(TextShard texts, String query, Fuzziness fuzziness) {
        return new CandidateQuery(
                texts.shard.id(), query, fuzziness, null, null, 100, GroupBy.DOCUMENT, null, null, false);
    }

    @Test
    void wordsPhrasesAndTheirFuzzyRelativesSumToBm25() throws IOException {
        try (TextShard texts = new TextShard(data, "none", 3)) {
            texts.put("1", "Butter", "fresh butter and old cheese and butter")
                    .put("2", "fresh bread with butter")
                    .put("3", "a buttar that was misspelled, and much more text to make it long")
                    .put("4", "nothing of it");
            for (String query : List.of(
                    "butter",
                    "butter butter bread",
                    "\"fresh butter\" cheese",
                    "\"fresh butter\" \"old cheese\" x",
                    "buttor fresh",
                    "\"butter\" butter")) {
                for (Fuzziness fuzziness : List.of(Fuzziness.EXACT, Fuzziness.ONE)) {
                    CandidateQuery asked = words(texts, query, fuzziness);
                    List<Candidate> found = ShardBench.search(texts.shard, asked);
                    List<Explanation> explained = explain(texts.shard, asked, found);
                    for (int i = 0; i < found.size(); i++) {
                        assertThat(explained.get(i).lexical().score())
                                .isEqualTo(found.get(i).lexical());
                        assertThat(explained.get(i).lexical().found()).isTrue();
                        assertThat(explained.get(i).dense()).isNull();
                        List<Term> terms = explained.get(i).lexical().terms();
                        assertThat(terms.stream()
                                        .mapToDouble(Term::contribution)
                                        .sum())
                                .as("%s in %s: %s", query, found.get(i).documentId(), terms)
                                .isCloseTo(found.get(i).lexical(), within(1e-6));
                        assertThat(terms)
                                .allSatisfy(term -> assertThat(term.boost() * term.idf() * term.tf())
                                        .isCloseTo(term.contribution(), within(1e-5)))
                                .allSatisfy(term -> assertThat(
                                                term.frequency() / (term.frequency() + 0.9 * term.lengthNorm()))
                                        .isCloseTo(term.tf(), within(1e-5)));
                    }
                }
            }
        }
    }

    @Test
    void eachTermSaysWhatItIsAndHowRare() throws IOException {
        try (TextShard texts = new TextShard(data, "none", 1)) {
            texts.put("1", "fresh butter butter").put("2", "fresh buttar").put("3", "else");
            CandidateQuery asked = words(texts, "butter butter \"fresh butter\"", Fuzziness.ONE);
            List<Term> terms = explain(texts.shard, asked, ShardBench.search(texts.shard, asked))
                    .getFirst()
                    .lexical()
                    .terms();
            assertThat(terms).extracting(Term::term).containsExactly("\"fresh butter\"", "butter");
            assertThat(terms.get(0).documentFrequency()).isNull();
            assertThat(terms.get(1).documentFrequency()).isEqualTo(1);
            assertThat(terms.get(1).boost()).isEqualTo(2);
            assertThat(terms.get(1).frequency()).isEqualTo(2);
            assertThat(terms.get(1).matched()).isNull();
            CandidateQuery fuzzy = words(texts, "butter", Fuzziness.ONE);
            assertThat(explain(texts.shard, fuzzy, ShardBench.search(texts.shard, fuzzy)).stream()
                            .flatMap(one -> one.lexical().terms().stream())
                            .map(Term::matched))
                    .containsExactlyInAnyOrder(null, "buttar");
        }
    }

    @ParameterizedTest
    @EnumSource(TokenFormat.class)
    void tokensSumToLateInteraction(TokenFormat format) throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        try (ShardBench bench = new ShardBench(data);
                Shard shard = bench.open(ShardBench.collection(format, new float[DIMENSIONS]))) {
            for (int d = 0; d < 30; d++) {
                shard.put(new EmbeddedDocument(
                        "d" + d,
                        null,
                        "text",
                        Map.of(),
                        List.of(new EmbeddedPassage(
                                0,
                                4,
                                ShardBench.randomUnit(random, DIMENSIONS),
                                TokenRows.written(
                                        TokenRows.random(random, 1 + random.nextInt(20), DIMENSIONS),
                                        format,
                                        new float[DIMENSIONS]),
                                new int[] {d % 3, 3 + d % 7}))));
                shard.advance(d, -1);
            }
            shard.refresh();
            for (int tokens : new int[] {1, 5, 12}) {
                float[][] vectors = TokenRows.random(random, tokens, DIMENSIONS);
                float[] all = new float[tokens * DIMENSIONS];
                IntStream.range(0, tokens)
                        .forEach(t -> System.arraycopy(vectors[t], 0, all, t * DIMENSIONS, DIMENSIONS));
                int[] pieces = IntStream.range(0, tokens).toArray();
                String[] texts =
                        IntStream.range(0, tokens).mapToObj(t -> "##" + t).toArray(String[]::new);
                CandidateQuery asked = new CandidateQuery(
                        shard.id(),
                        null,
                        ShardBench.randomUnit(random, DIMENSIONS),
                        new QueryTokens(pieces, texts, all),
                        100,
                        GroupBy.DOCUMENT,
                        null,
                        null);
                List<Candidate> found = ShardBench.search(shard, asked);
                List<Explanation> explained = explain(shard, asked, found);
                assertThat(found).hasSize(30);
                for (int i = 0; i < found.size(); i++) {
                    List<Token> parts = explained.get(i).lateInteraction().tokens();
                    assertThat(parts).extracting(Token::token).containsExactly(texts);
                    assertThat(parts.stream().mapToDouble(Token::contribution).sum())
                            .as("seed %d", seed)
                            .isCloseTo(found.get(i).lateInteraction(), within(1e-6));
                    assertThat(parts.stream().mapToDouble(Token::weight).sum()).isCloseTo(1, within(1e-5));
                    assertThat(explained.get(i).lateInteraction().score())
                            .isEqualTo(found.get(i).lateInteraction());
                    assertThat(explained.get(i).dense().cosine())
                            .isEqualTo(found.get(i).dense());
                }
            }
        }
    }

    @Test
    void aTokenNamesTheVectorThatIsNearestToIt() throws IOException {
        try (ShardBench bench = new ShardBench(data);
                Shard shard = bench.open(ShardBench.collection(TokenFormat.FLOAT32, new float[DIMENSIONS]))) {
            float[][] rows = TokenRows.random(new Random(3), 6, DIMENSIONS);
            shard.put(new EmbeddedDocument(
                    "d",
                    null,
                    "text",
                    Map.of(),
                    List.of(new EmbeddedPassage(
                            0,
                            4,
                            rows[0],
                            TokenRows.written(rows, TokenFormat.FLOAT32, new float[DIMENSIONS]),
                            new int[] {1}))));
            shard.advance(0, -1);
            shard.refresh();
            CandidateQuery asked = new CandidateQuery(
                    shard.id(),
                    null,
                    rows[0],
                    new QueryTokens(new int[] {1}, new String[] {"piece"}, rows[4].clone()),
                    10,
                    GroupBy.DOCUMENT,
                    null,
                    null);
            Token token = explain(shard, asked, ShardBench.search(shard, asked))
                    .getFirst()
                    .lateInteraction()
                    .tokens()
                    .getFirst();
            assertThat(token.passageVector()).isEqualTo(4);
            assertThat(token.cosine()).isCloseTo(1, within(1e-5));
        }
    }

    @Test
    void whatWasOnlyComputedIsToldFromWhatWasFound() throws IOException {
        try (ShardBench bench = new ShardBench(data);
                Shard shard =
                        bench.open(ShardBench.collection(2, io.vicinal.contracts.collection.VectorFormat.FLOAT32))) {
            shard.put(ShardBench.document("near", "Nothing.", Map.of(), unit(1, 0)));
            shard.put(ShardBench.document("word", "Zebra.", Map.of(), unit(0, 1)));
            shard.advance(0, -1);
            shard.refresh();
            CandidateQuery asked =
                    new CandidateQuery(shard.id(), "zebra", unit(1, 0.1f), null, 1, GroupBy.DOCUMENT, null, null);
            List<Explanation> explained = explain(shard, asked, ShardBench.search(shard, asked));
            assertThat(explained).extracting(one -> one.dense().found()).containsExactly(true, false);
            assertThat(explained).extracting(one -> one.lexical().found()).containsExactly(false, true);
            assertThat(explained.getFirst().lexical().terms()).isEmpty();
        }
    }

    @Test
    void ofSeveralVectorsTheNearestCountsAndIsNamed() throws IOException {
        try (ShardBench bench = new ShardBench(data);
                Shard shard = bench.open(ShardBench.collection(2, io.vicinal.contracts.collection.VectorFormat.INT8))) {
            shard.put(ShardBench.document("x", "X.", Map.of(), unit(1, 0)));
            shard.put(ShardBench.document("y", "Y.", Map.of(), unit(0, 1)));
            shard.put(ShardBench.document("far", "Far.", Map.of(), unit(-1, -1)));
            shard.advance(0, -1);
            shard.refresh();
            CandidateQuery asked = new CandidateQuery(
                    shard.id(),
                    null,
                    null,
                    unit(1, 0.1f),
                    null,
                    1,
                    GroupBy.DOCUMENT,
                    null,
                    null,
                    false,
                    null,
                    null,
                    List.of(unit(0.2f, 1)));
            List<Candidate> found = ShardBench.search(shard, asked);
            assertThat(ShardBench.ids(found)).containsExactly("x", "y");
            assertThat(found.get(0).dense()).isCloseTo(unit(1, 0.1f)[0], within(1e-6f));
            assertThat(found.get(1).dense()).isCloseTo(unit(0.2f, 1)[1], within(1e-6f));
            assertThat(explain(shard, asked, found))
                    .extracting(one -> one.dense().vector())
                    .containsExactly(0, 1);
        }
    }
}
