package io.vicinal.retrieval.browse;

import static io.vicinal.retrieval.ShardBench.document;
import static io.vicinal.retrieval.ShardBench.unit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.contracts.embedding.EmbeddedDocument;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.filter.Filter;
import io.vicinal.contracts.json.Json;
import io.vicinal.contracts.search.RetrievalApi.SortPlace;
import io.vicinal.contracts.search.RetrievalApi.SortedDocument;
import io.vicinal.contracts.search.RetrievalApi.SortedQuery;
import io.vicinal.contracts.search.SortKey;
import io.vicinal.contracts.search.SortKey.Direction;
import io.vicinal.retrieval.ShardBench;
import io.vicinal.retrieval.shard.PointInTime;
import io.vicinal.retrieval.shard.Shard;
import io.vicinal.retrieval.shard.StoredDocuments;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SortedSearchTest {
    private static final List<String> FIELDS = List.of("topic", "year", "price", "open", "day", "id");

    @TempDir
    Path data;

    private ShardBench bench;
    private Shard shard;
    private long offset;
    private final Map<String, Map<String, List<Object>>> documents = new TreeMap<>();

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

    private void put(String id, Map<String, List<Object>> fields) throws IOException {
        put(document(id, "First. Zebra.", new HashMap<>(fields), unit(1, 0), unit(0, 1)));
        documents.put(id, fields);
    }

    private void put(EmbeddedDocument document) throws IOException {
        shard.put(document);
        shard.advance(offset++, -1);
    }

    private List<SortedDocument> list(
            @Nullable String query, @Nullable Filter filter, List<SortKey> sort, @Nullable SortPlace after, int count)
            throws IOException {
        // as over the wire
        SortedQuery asked = Json.mapper()
                .readValue(
                        Json.mapper()
                                .writeValueAsBytes(
                                        new SortedQuery(shard.id(), query, null, filter, sort, after, count)),
                        SortedQuery.class);
        try (PointInTime at = shard.pointInTime()) {
            return SortedSearch.search(asked, shard.collection(), at.searcher(), Instant.now());
        }
    }

    private List<String> all(List<SortKey> sort, int page) throws IOException {
        List<String> ids = new ArrayList<>();
        SortPlace after = null;
        for (List<SortedDocument> found = list(null, null, sort, null, page);
                !found.isEmpty();
                found = list(null, null, sort, after, page)) {
            found.forEach(document -> ids.add(document.place().id()));
            after = found.getLast().place();
        }
        return ids;
    }

    private static SortKey by(String field) {
        return new SortKey(field, null);
    }

    private static SortKey byDescending(String field) {
        return new SortKey(field, Direction.DESC);
    }

    @Test
    void pagesInAnyOrderOfFieldsAreTheSortedListOfAll() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            put("d" + random.nextInt(250), randomFields(random));
            if (i % 60 == 59) {
                shard.refresh();
            }
        }
        shard.refresh();
        for (int round = 0; round < 60; round++) {
            List<SortKey> sort = new ArrayList<>();
            for (String field : FIELDS) {
                if (random.nextInt(3) == 0) {
                    sort.add(random.nextInt(sort.size() + 1), random.nextBoolean() ? by(field) : byDescending(field));
                }
            }
            if (!sort.isEmpty()) {
                assertThat(all(sort, 1 + random.nextInt(100)))
                        .as("seed " + seed + ", " + sort)
                        .isEqualTo(model(sort));
            }
        }
    }

    private static Map<String, List<Object>> randomFields(Random random) {
        Map<String, List<Object>> fields = new HashMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            add(fields, "topic", List.of("", "a", "b", "\uFB01", "\uD83D\uDE00").get(random.nextInt(5)));
            add(fields, "year", random.nextInt(10) - 5);
            add(fields, "price", random.nextInt(5) / 2.0 - 1);
            add(fields, "day", LocalDate.ofEpochDay(random.nextInt(9) - 4).toString());
        }
        if (random.nextBoolean()) {
            add(fields, "open", random.nextBoolean());
        }
        return fields;
    }

    private static void add(Map<String, List<Object>> fields, String name, Object value) {
        fields.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
    }

    /** Sorting without an index. */
    private List<String> model(List<SortKey> sort) {
        Comparator<String> order = Comparator.comparing(_ -> 0);
        for (SortKey key : sort) {
            Comparator<Object> ascending = SortedSearchTest::compare;
            Comparator<Object> directed = key.isDescending() ? ascending.reversed() : ascending;
            order = order.thenComparing(
                    id -> values(id, key.field()).stream().min(directed).orElse(null), Comparator.nullsLast(directed));
        }
        return documents.keySet().stream()
                .sorted(order.thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    private List<Object> values(String id, String field) {
        return field.equals("id") ? List.of(id) : documents.get(id).getOrDefault(field, List.of());
    }

    private static int compare(Object a, Object b) {
        return switch (a) {
            case Integer number -> number.compareTo((Integer) b);
            case Double number -> number.compareTo((Double) b);
            case Boolean bool -> bool.compareTo((Boolean) b);
            case String text -> // by code points, as UTF-8 sorts
                Arrays.compare(
                        text.codePoints().toArray(), ((String) b).codePoints().toArray());
            default -> throw new IllegalArgumentException();
        };
    }

    /** Documents that stay as they are come once each, whatever else is written between the pages and during them. */
    @Test
    void pagesUnderConstantWritesShowEveryDocumentThatStaysOnce() throws Exception {
        List<String> staying = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            put("stays" + i, Map.of("year", List.of(i % 7)));
            staying.add("stays" + i);
        }
        shard.refresh();
        AtomicBoolean done = new AtomicBoolean();
        Thread writer = Thread.ofPlatform().start(() -> {
            Random random = new Random(3);
            for (int i = 0; !done.get(); i++) {
                try {
                    int which = random.nextInt(200);
                    switch (i % 3) {
                        // sent again as it is: another place in the index
                        case 0 ->
                            put(document(
                                    "stays" + which,
                                    "First. Zebra.",
                                    Map.of("year", which % 7),
                                    unit(1, 0),
                                    unit(0, 1)));
                        case 1 ->
                            put(document("moves" + which, "Else.", Map.of("year", random.nextInt(7)), unit(1, 0)));
                        default -> shard.delete("moves" + which);
                    }
                    shard.refresh();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
        try {
            for (int round = 0; round < 10; round++) {
                List<String> shown = all(List.of(round % 2 == 0 ? by("year") : byDescending("year")), 9).stream()
                        .filter(id -> id.startsWith("stays"))
                        .toList();
                assertThat(shown).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(staying);
            }
        } finally {
            done.set(true);
            writer.join();
        }
    }

    @Test
    void onlyWhatMatchesIsListedWithThePassageThatMatchesBest() throws IOException {
        put(document("a", "Else. A zebra.", Map.of("year", 2), unit(1, 0), unit(0, 1)));
        put(document("b", "Nothing.", Map.of("year", 3), unit(1, 0)));
        put(document(
                "c",
                "Zebra zebra. Else. Zebra among many other animals.",
                Map.of("year", 1),
                unit(1, 0),
                unit(0, 1),
                unit(1, 1)));
        shard.refresh();
        List<SortedDocument> found = list("zebra", null, List.of(byDescending("year")), null, 10);
        assertThat(found).extracting(document -> document.place().id()).containsExactly("a", "c");
        assertThat(found).allMatch(document -> document.lexical() > 0);
        try (PointInTime at = shard.pointInTime()) {
            assertThat(StoredDocuments.passage(at.searcher(), found.get(0).doc())
                            .text())
                    .contains("A zebra");
            assertThat(StoredDocuments.passage(at.searcher(), found.get(1).doc())
                            .text())
                    .isEqualTo("Zebra zebra.");
            SortedDocument first =
                    list(null, null, List.of(by("year")), null, 1).getFirst();
            assertThat(StoredDocuments.passage(at.searcher(), first.doc()).ordinal())
                    .isZero();
            assertThat(first.lexical()).isNull();
        }
        assertThat(list("the", null, List.of(by("year")), null, 10)).isEmpty();
        assertThat(list(
                        null,
                        Json.mapper().readValue("{\"range\":{\"year\":{\"gte\":2}}}", Filter.class),
                        List.of(by("year")),
                        null,
                        10))
                .extracting(document -> document.place().id())
                .containsExactly("a", "b");
    }

    @Test
    void whatHasExpiredIsNotListed() throws IOException {
        EmbeddedDocument plain = document("old", "Text.", Map.of(), unit(1, 0));
        put(new EmbeddedDocument("old", null, "Text.", Map.of(), plain.passages(), Instant.EPOCH));
        put("new", Map.of());
        shard.refresh();
        assertThat(all(List.of(by("id")), 10)).containsExactly("new");
    }

    @Test
    void whatCannotBeSortedByIsRefused() {
        for (List<SortKey> sort : List.of(List.<SortKey>of(), List.of(by("note")), List.of(by("shelf")))) {
            assertThatThrownBy(() -> list(null, null, sort, null, 1)).isInstanceOf(ProblemException.class);
        }
        assertThatThrownBy(() -> list(null, null, List.of(by("year")), new SortPlace(List.of(), "a"), 1))
                .isInstanceOf(ProblemException.class);
    }
}
