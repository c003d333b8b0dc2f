package io.vicinal.retrieval.examples;

import static io.vicinal.retrieval.ShardBench.document;
import static io.vicinal.retrieval.ShardBench.unit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.contracts.embedding.EmbeddedDocument;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.filter.Filter;
import io.vicinal.contracts.search.ExampleQuery;
import io.vicinal.contracts.search.ExampleQuery.Example;
import io.vicinal.contracts.search.NeighbourQuery;
import io.vicinal.contracts.search.NeighbourQuery.Neighbour;
import io.vicinal.retrieval.ShardBench;
import io.vicinal.retrieval.candidates.SearchEffort;
import io.vicinal.retrieval.shard.PointInTime;
import io.vicinal.retrieval.shard.Shard;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExamplesTest {
    @TempDir
    Path data;

    private ShardBench bench;
    private Shard shard;
    private long offset;

    @BeforeEach
    void open() throws IOException {
        bench = new ShardBench(data);
        shard = bench.open(ShardBench.collection(2, VectorFormat.INT8));
    }

    @AfterEach
    void close() throws IOException {
        shard.close();
        bench.close();
    }

    private void put(EmbeddedDocument document) throws IOException {
        shard.put(document);
        shard.advance(offset++, -1);
    }

    private List<List<Neighbour>> nearest(NeighbourQuery query) throws IOException {
        shard.refresh();
        try (PointInTime at = shard.pointInTime()) {
            return NearestExamples.search(
                    query, shard.collection(), at.searcher(), SearchEffort.usual(VectorFormat.INT8), Instant.now());
        }
    }

    private List<Neighbour> nearest(String field, int k, float[] vector) throws IOException {
        return nearest(new NeighbourQuery(shard.id(), List.of(vector), null, field, k, null, null, null))
                .getFirst();
    }

    private List<AllExamples.Page> pages(String field, double share, int count) throws IOException {
        shard.refresh();
        try (PointInTime at = shard.pointInTime()) {
            List<AllExamples.Page> pages = new ArrayList<>();
            Integer after = null;
            do {
                ExampleQuery query = new ExampleQuery(shard.id(), field, null, share, null, after, null, count);
                pages.add(AllExamples.page(query, shard.collection(), at.searcher(), Instant.now()));
                after = pages.getLast().last();
            } while (after != null);
            return pages;
        }
    }

    private Map<String, Example> all(String field, double share, int count) throws IOException {
        Map<String, Example> all = new HashMap<>();
        for (AllExamples.Page page : pages(field, share, count)) {
            page.examples()
                    .forEach(example ->
                            assertThat(all.put(example.documentId(), example)).isNull());
        }
        return all;
    }

    @Test
    void theNearestLabelledDocumentsComeWithTheirValuesEachOnce() throws IOException {
        put(document("far", "Zebra.", Map.of("topic", "b"), unit(0, 1)));
        put(document("two", "One. Two.", Map.of("topic", List.of("z", "a")), unit(1, 1), unit(1, 0.1f)));
        put(document("none", "Nothing.", Map.of("year", 7), unit(1, 0)));
        put(document("near", "Lion.", Map.of("topic", "a"), unit(1, 0.05f)));

        List<Neighbour> nearest = nearest("topic", 10, unit(1, 0));

        assertThat(nearest).extracting(Neighbour::documentId).containsExactly("near", "two", "far");
        assertThat(nearest)
                .extracting(Neighbour::values)
                .containsExactly(List.of("a"), List.of("a", "z"), List.of("b"));
        assertThat(nearest.get(1).similarity()).isCloseTo(unit(1, 0.1f)[0], within(1e-6f));
        assertThat(nearest("topic", 1, unit(0, 1)))
                .extracting(Neighbour::documentId)
                .containsExactly("far");
    }

    @Test
    void numbersDatesAndTruthValuesAreExamplesToo() throws IOException {
        put(document(
                "d",
                "Zebra.",
                Map.of("year", List.of(9, -3), "price", 2.5, "day", "1970-01-02", "open", true),
                unit(1, 0)));
        assertThat(nearest("year", 1, unit(1, 0)).getFirst().values()).containsExactly(-3L, 9L);
        assertThat(nearest("price", 1, unit(1, 0)).getFirst().values()).containsExactly(2.5);
        assertThat(nearest("day", 1, unit(1, 0)).getFirst().values()).containsExactly(86_400_000L);
        assertThat(nearest("open", 1, unit(1, 0)).getFirst().values()).containsExactly("true");
    }

    @Test
    void anAnonymousVoteDoesNotSayWhose() throws IOException {
        put(document("secret", "Zebra.", Map.of("topic", "a"), unit(1, 0)));
        List<List<Neighbour>> votes = nearest(
                new NeighbourQuery(shard.id(), List.of(unit(1, 0), unit(0, 1)), null, "topic", 1, null, null, true));
        assertThat(votes).hasSize(2).allSatisfy(vote -> {
            assertThat(vote.getFirst().documentId()).isNull();
            assertThat(vote.getFirst().values()).containsExactly("a");
        });
    }

    @Test
    void theFilterAndTheTimeDecideWhatIsAnExample() throws IOException {
        put(document("old", "Zebra.", Map.of("topic", "a", "year", 1), unit(1, 0)));
        put(document("new", "Lion.", Map.of("topic", "b", "year", 2), unit(0, 1)));
        EmbeddedDocument gone = document("gone", "Lion.", Map.of("topic", "c", "year", 2), unit(1, 0));
        put(new EmbeddedDocument(
                gone.id(),
                null,
                gone.text(),
                gone.fields(),
                gone.passages(),
                Instant.now().minusSeconds(60)));

        Filter recent = Filter.eq(Map.of("year", 2));
        assertThat(nearest(new NeighbourQuery(shard.id(), List.of(unit(1, 0)), null, "topic", 5, recent, true, null))
                        .getFirst())
                .singleElement()
                .satisfies(near -> {
                    assertThat(near.documentId()).isEqualTo("new");
                    assertThat(near.vector()).containsExactly(0, 1);
                });
        assertThat(all("topic", 1, 10)).containsOnlyKeys("old", "new");
    }

    @Test
    void asNearAsAScanOfEverythingFinds() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Map<String, float[]> vectors = new HashMap<>();
        for (int i = 0; i < 300; i++) {
            float[] vector = unit((float) random.nextGaussian(), (float) random.nextGaussian());
            vectors.put("d" + i, vector);
            put(document("d" + i, "Zebra.", Map.of("topic", "t" + i % 3), vector));
            if (i % 100 == 50) {
                shard.refresh(); // several segments
            }
        }
        float[] asked = unit((float) random.nextGaussian(), (float) random.nextGaussian());
        List<Float> exact = vectors.values().stream()
                .map(v -> v[0] * asked[0] + v[1] * asked[1])
                .sorted(Comparator.reverseOrder())
                .limit(20)
                .toList();

        List<Neighbour> nearest = nearest("topic", 20, asked);

        assertThat(nearest).as("seed " + seed).hasSize(20);
        for (int i = 0; i < 20; i++) {
            assertThat(nearest.get(i).similarity()).as("seed " + seed).isCloseTo(exact.get(i), within(1e-3f));
        }
    }

    @Test
    void pagesHoldEveryExampleOnceWithTheMeanOfItsPassages() throws IOException {
        for (int i = 0; i < 25; i++) {
            put(document("d" + i, "One. Two.", i % 5 == 0 ? Map.of() : Map.of("topic", "t"), unit(1, 0), unit(0, 1)));
            if (i % 7 == 3) {
                shard.refresh();
            }
        }
        shard.delete("d1");
        shard.advance(offset++, -1);

        Map<String, Example> all = all("topic", 1, 3);

        assertThat(all).hasSize(19).doesNotContainKeys("d0", "d1", "d5");
        assertThat(all.get("d7").vector()).containsExactly(0.5f, 0.5f);
        assertThat(all.get("d7").values()).containsExactly("t");
        assertThat(pages("topic", 1, 19)).hasSize(2);
        assertThat(pages("topic", 1, 19).getLast().examples()).isEmpty();
    }

    @Test
    void aShareIsTheSameDocumentsEveryTime() throws IOException {
        for (int i = 0; i < 400; i++) {
            put(document("d" + i, "Zebra.", Map.of("topic", "t"), unit(1, 0)));
        }
        Set<String> half = new HashSet<>(all("topic", 0.5, 100).keySet());
        assertThat(half).hasSizeBetween(140, 260);
        for (int i = 0; i < 400; i += 2) {
            put(document("d" + i, "Lion.", Map.of("topic", "t"), unit(1, 0)));
        }
        assertThat(all("topic", 0.5, 7)).containsOnlyKeys(half);
        assertThat(half).containsAll(all("topic", 0.25, 7).keySet());
    }

    @Test
    void whatIsOverTheLimitsOrDoesNotFitIsRefused() throws IOException {
        put(document("d", "Zebra.", Map.of("topic", "t"), unit(1, 0)));
        refused("k", () -> nearest("topic", 0, unit(1, 0)));
        refused("k", () -> nearest("topic", 1001, unit(1, 0)));
        refused("vectors", () -> nearest("topic", 1, new float[] {1, 0, 0}));
        refused(
                "vectors",
                () -> nearest(new NeighbourQuery(shard.id(), List.of(), null, "topic", 1, null, null, null)));
        refused("nope", () -> nearest("nope", 1, unit(1, 0)));
        refused("note", () -> nearest("note", 1, unit(1, 0)));
        refused("share", () -> all("topic", 0, 1));
        refused("share", () -> all("topic", Double.NaN, 1));
        refused("count", () -> all("topic", 1, 5001));
    }

    private static void refused(String field, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refusal -> assertThat(refusal.problem().field()).contains(field));
    }

    @Test
    void examplesHaveTheTextOfTheirFirstPassageWhereItIsWanted() throws IOException {
        put(document("d", "Zebra. Lion.", Map.of("topic", "a"), unit(1, 0), unit(0, 1)));
        shard.refresh();
        try (PointInTime at = shard.pointInTime()) {
            for (Boolean wanted : new Boolean[] {null, true}) {
                ExampleQuery query = new ExampleQuery(shard.id(), "topic", null, 1, null, null, wanted, 10);
                List<Example> examples = AllExamples.page(query, shard.collection(), at.searcher(), Instant.now())
                        .examples();
                assertThat(examples)
                        .singleElement()
                        .satisfies(example -> assertThat(example.text()).isEqualTo(wanted == null ? null : "Zebra."));
            }
        }
    }
}
