package io.vicinal.retrieval.candidates;

import static io.vicinal.retrieval.ShardBench.document;
import static io.vicinal.retrieval.ShardBench.ids;
import static io.vicinal.retrieval.ShardBench.unit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.filter.Filter;
import io.vicinal.contracts.search.GroupBy;
import io.vicinal.contracts.search.RetrievalApi.Candidate;
import io.vicinal.contracts.search.RetrievalApi.CandidateQuery;
import io.vicinal.retrieval.ShardBench;
import io.vicinal.retrieval.shard.Shard;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CandidateSearchTest {
    @TempDir
    Path data;

    private ShardBench bench;
    private Shard shard;
    private long offset;

    @BeforeEach
    void open() throws IOException {
        bench = new ShardBench(data);
        shard = bench.open(ShardBench.collection(3, VectorFormat.INT8));
    }

    @AfterEach
    void close() throws IOException {
        shard.close();
        bench.close();
    }

    private void put(String id, String text, Map<String, Object> fields, float[]... vectors) throws IOException {
        shard.put(document(id, text, fields, vectors));
        shard.advance(offset++, -1);
    }

    private List<Candidate> search(String query, float[] vector, int count, GroupBy groupBy, Filter filter)
            throws IOException {
        shard.refresh();
        return ShardBench.search(shard, query, vector, count, groupBy, filter);
    }

    @Test
    void everySignalIsThereForEveryCandidateHoweverItWasFound() throws IOException {
        put("near", "Nothing in common.", Map.of(), unit(1, 0, 0));
        put("word", "A zebra.", Map.of(), unit(0, 1, 0));
        put("neither", "Else.", Map.of(), unit(0, 0, 1));
        List<Candidate> found = search("zebra", unit(1, 0.1f, 0), 1, GroupBy.DOCUMENT, null);
        assertThat(ids(found)).containsExactly("near", "word");
        assertThat(found.get(0).lexical()).isZero();
        assertThat(found.get(1).lexical()).isPositive();
        assertThat(found.get(1).dense()).isCloseTo(unit(1, 0.1f, 0)[1], within(1e-6f));
        assertThat(search("zebra", null, 10, GroupBy.DOCUMENT, null))
                .allMatch(candidate -> candidate.dense() == null && candidate.lexical() > 0);
        assertThat(search(null, unit(1, 0, 0), 10, GroupBy.DOCUMENT, null))
                .hasSize(3)
                .allMatch(candidate -> candidate.dense() != null && candidate.lexical() == null);
    }

    @Test
    void aDocumentIsOneCandidateOfEachKindAndAPassageIsOnItsOwn() throws IOException {
        put("1", "Zebra. Zebra zebra. Else.", Map.of(), unit(1, 0, 0), unit(1, 0.1f, 0), unit(0, 1, 0));
        put("2", "Zebra here and nothing more to say.", Map.of(), unit(0, 0, 1));
        assertThat(ids(search("zebra", null, 10, GroupBy.DOCUMENT, null))).containsExactlyInAnyOrder("1", "2");
        assertThat(ids(search("zebra", null, 10, GroupBy.PASSAGE, null))).containsExactlyInAnyOrder("1", "1", "2");
        assertThat(ids(search(null, unit(1, 0, 0), 10, GroupBy.DOCUMENT, null))).containsExactly("1", "2");
        assertThat(ids(search(null, unit(1, 0, 0), 10, GroupBy.PASSAGE, null))).hasSize(4);
        float best = search("zebra", null, 10, GroupBy.PASSAGE, null).stream()
                .filter(candidate -> candidate.documentId().equals("1"))
                .map(Candidate::lexical)
                .max(Float::compare)
                .orElseThrow();
        assertThat(search("zebra", null, 10, GroupBy.DOCUMENT, null).stream()
                        .filter(candidate -> candidate.documentId().equals("1"))
                        .map(Candidate::lexical))
                .containsExactly(best);
    }

    /** The collector skips passages that cannot compete; what it returns must not depend on it. */
    @Test
    void groupedLexicalSearchFindsWhatSortingAllPassagesFinds() throws IOException {
        Random random = new Random(7);
        for (int d = 0; d < 800; d++) {
            int passages = 1 + random.nextInt(6);
            StringBuilder text = new StringBuilder();
            float[][] vectors = new float[passages][];
            for (int p = 0; p < passages; p++) {
                for (int w = 1 + random.nextInt(30); w > 0; w--) {
                    text.append('w')
                            .append((int) (300 * Math.pow(random.nextDouble(), 4)))
                            .append(' ');
                }
                text.append('.');
                vectors[p] = ShardBench.randomUnit(random, 3);
            }
            put("d" + d, text.toString(), Map.of(), vectors);
            if (d % 300 == 299) {
                shard.refresh();
            }
        }
        for (String query : List.of("w0 w1 w50", "w3", "w200 w201 w0", "w7 w8 w9 w10 w11 w12")) {
            Map<String, Float> best = new TreeMap<>();
            for (Candidate passage : search(query, null, 10_000, GroupBy.PASSAGE, null)) {
                best.merge(passage.documentId(), passage.lexical(), Math::max);
            }
            List<Float> expected = best.values().stream()
                    .sorted(Collections.reverseOrder())
                    .limit(20)
                    .toList();
            List<Candidate> found = search(query, null, 20, GroupBy.DOCUMENT, null);
            assertThat(found.stream().map(Candidate::lexical).toList()).isEqualTo(expected);
            assertThat(found.stream().map(Candidate::documentId).distinct()).hasSize(found.size());
            found.forEach(candidate -> assertThat(candidate.lexical()).isEqualTo(best.get(candidate.documentId())));
        }
    }

    @Test
    void aFilterHoldsForEveryKindAndEveryType() throws IOException {
        put(
                "1",
                "Zebra one.",
                Map.of("topic", List.of("food", "Drink"), "year", 1450, "price", 9, "open", true, "day", "2024-05-01"),
                unit(1, 0, 0));
        put(
                "2",
                "Zebra two.",
                Map.of(
                        "topic",
                        "law",
                        "year",
                        List.of(1, Long.MAX_VALUE),
                        "price",
                        -0.0,
                        "open",
                        false,
                        "day",
                        "2024-05-01T12:00:00+02:00"),
                unit(1, 0.1f, 0));
        Map<Filter, List<String>> expected = new HashMap<>();
        expected.put(Filter.eq(Map.of("topic", "food")), List.of("1"));
        expected.put(Filter.eq(Map.of("topic", "Drink")), List.of("1"));
        expected.put(Filter.eq(Map.of("topic", "drink")), List.of());
        expected.put(Filter.eq(Map.of("year", 1450)), List.of("1"));
        expected.put(Filter.eq(Map.of("year", Long.MAX_VALUE)), List.of("2"));
        expected.put(Filter.eq(Map.of("price", 9.0)), List.of("1"));
        expected.put(Filter.eq(Map.of("price", 0)), List.of("2"));
        expected.put(Filter.eq(Map.of("open", false)), List.of("2"));
        expected.put(Filter.eq(Map.of("day", "2024-05-01T00:00:00Z")), List.of("1"));
        expected.put(Filter.eq(Map.of("day", "2024-05-01T10:00:00Z")), List.of("2"));
        expected.put(Filter.eq(Map.of("topic", "law", "year", 1)), List.of("2"));
        expected.put(Filter.eq(Map.of("topic", "law", "year", 1450)), List.of());
        expected.put(Filter.eq(Map.of()), List.of("1", "2"));
        for (Map.Entry<Filter, List<String>> entry : expected.entrySet()) {
            for (GroupBy groupBy : List.of(GroupBy.DOCUMENT, GroupBy.PASSAGE)) {
                String as = entry.getKey() + " " + groupBy;
                assertThat(ids(search("zebra", null, 10, groupBy, entry.getKey())))
                        .as(as)
                        .containsExactlyInAnyOrderElementsOf(entry.getValue());
                assertThat(ids(search(null, unit(1, 0, 0), 10, groupBy, entry.getKey())))
                        .as(as)
                        .containsExactlyInAnyOrderElementsOf(entry.getValue());
                assertThat(ids(search("zebra", unit(1, 0, 0), 10, groupBy, entry.getKey())))
                        .as(as)
                        .containsExactlyInAnyOrderElementsOf(entry.getValue());
            }
        }
    }

    @Test
    void aFilterThatDoesNotFitNamesTheField() throws IOException {
        put("1", "Zebra.", Map.of(), unit(1, 0, 0));
        Map<String, Object> bad = new HashMap<>();
        bad.put("topic", 7);
        bad.put("year", "1450");
        bad.put("price", "cheap");
        bad.put("open", "true");
        bad.put("day", "yesterday");
        bad.put("note", "x");
        bad.put("missing", 1);
        bad.forEach((field, value) -> assertThatThrownBy(
                        () -> search("x", null, 10, GroupBy.DOCUMENT, Filter.eq(Map.of(field, value))))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().detail()).contains(field)));
        assertThatThrownBy(() ->
                        search("x", null, 10, GroupBy.DOCUMENT, Filter.eq(Collections.singletonMap("year", null))))
                .isInstanceOf(ProblemException.class);
    }

    @Test
    void anyTextIsAQuery() throws IOException {
        put("1", "Zebra crossing: field:value AND (a OR b)", Map.of(), unit(1, 0, 0));
        String manyTerms = IntStream.range(0, 20_000).mapToObj(i -> "t" + i).collect(Collectors.joining(" "));
        for (String query : Arrays.asList(
                "",
                " ",
                "the",
                "*",
                "\"",
                "a AND (",
                "field:value",
                "\\",
                "+-!(){}[]^~?:/",
                "' OR 1=1 --",
                "𝕏".repeat(1000),
                "the ".repeat(5000),
                "zebra ".repeat(5000),
                "\u0000\u202e\ud800",
                "a".repeat(60_000),
                manyTerms,
                manyTerms + " zebra")) {
            for (GroupBy groupBy : List.of(GroupBy.DOCUMENT, GroupBy.PASSAGE)) {
                List<Candidate> found = search(query, unit(1, 0, 0), 10, groupBy, Filter.eq(Collections.emptyMap()));
                assertThat(ids(found)).containsExactly("1");
                assertThat(found.getFirst().lexical()).isFinite().isNotNegative();
                assertThat(search(query, null, 10, groupBy, null)).hasSizeLessThanOrEqualTo(1);
            }
        }
        assertThat(ids(search("zebra " + manyTerms, null, 10, GroupBy.DOCUMENT, null)))
                .containsExactly("1");
    }

    @Test
    void aVectorThatDoesNotFitIsRefused() throws IOException {
        put("1", "Zebra.", Map.of(), unit(1, 0, 0));
        shard.refresh();
        assertThatThrownBy(() -> search(null, unit(1, 0), 10, GroupBy.DOCUMENT, null))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(ProblemType.WRONG_DIMENSIONS.is(e.problem()))
                                .isTrue());
        for (CandidateQuery bad : List.of(
                new CandidateQuery(
                        shard.id(), null, new float[] {1, Float.NaN, 0}, null, 10, GroupBy.DOCUMENT, null, null),
                new CandidateQuery(shard.id(), null, null, null, 10, GroupBy.DOCUMENT, null, null),
                new CandidateQuery(shard.id(), "x", null, null, 0, GroupBy.DOCUMENT, null, null),
                new CandidateQuery(shard.id(), "x", null, null, 1_000_000, GroupBy.DOCUMENT, null, null))) {
            assertThatThrownBy(() -> ShardBench.search(shard, bad)).isInstanceOf(ProblemException.class);
        }
    }

    @Test
    void anEmptyShardHasNoCandidates() throws IOException {
        for (GroupBy groupBy : List.of(GroupBy.DOCUMENT, GroupBy.PASSAGE)) {
            assertThat(search("zebra", unit(1, 0, 0), 10, groupBy, Filter.eq(Map.of("year", 1))))
                    .isEmpty();
        }
    }
}
