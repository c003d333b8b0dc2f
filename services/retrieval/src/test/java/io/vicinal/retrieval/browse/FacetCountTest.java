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
import io.vicinal.contracts.search.FacetRequest;
import io.vicinal.contracts.search.RetrievalApi.FacetCounts;
import io.vicinal.contracts.search.RetrievalApi.FacetQuery;
import io.vicinal.retrieval.ShardBench;
import io.vicinal.retrieval.shard.PointInTime;
import io.vicinal.retrieval.shard.Shard;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FacetCountTest {
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

    private void put(String id, Map<String, Object> fields) throws IOException {
        put(document(id, "First. Second.", fields, unit(1, 0), unit(0, 1)));
    }

    private void put(EmbeddedDocument document) throws IOException {
        shard.put(document);
        shard.advance(offset++, -1);
        shard.refresh(); // a segment each
    }

    private FacetCounts count(String field, String facet, String filter) throws IOException {
        FacetQuery query = new FacetQuery(
                shard.id(),
                filter == null ? null : Json.mapper().readValue(filter, Filter.class),
                Map.of(field, Json.mapper().readValue(facet, FacetRequest.class)));
        try (PointInTime at = shard.pointInTime()) {
            return FacetCount.count(query, shard.collection(), at.searcher(), Instant.now())
                    .get(field);
        }
    }

    private void putSome() throws IOException {
        put(
                "1",
                Map.of(
                        "topic",
                        List.of("food", "wine"),
                        "year",
                        1450,
                        "price",
                        1.5,
                        "open",
                        true,
                        "day",
                        "2024-05-31"));
        put(
                "2",
                Map.of(
                        "topic",
                        "food",
                        "year",
                        List.of(1400, 1499),
                        "price",
                        -0.5,
                        "day",
                        "2024-05-01T23:30:00-04:00"));
        put("3", Map.of("topic", "wine", "year", 1500, "open", false, "day", List.of("2024-01-01", "2023-12-31")));
        put("4", Map.of());
        put("gone", Map.of("topic", "food"));
        shard.delete("gone");
        shard.advance(offset++, -1);
        EmbeddedDocument plain = document("old", "Text.", Map.of("topic", "food"), unit(1, 0));
        put(new EmbeddedDocument("old", null, "Text.", Map.of("topic", "food"), plain.passages(), Instant.EPOCH));
    }

    @Test
    void documentsAreCountedNotPassagesNorWhatIsGone() throws IOException {
        putSome();
        assertThat(count("topic", "{}", null)).isEqualTo(new FacetCounts(Map.of("food", 2L, "wine", 2L), 0, 1));
        assertThat(count("open", "{}", null)).isEqualTo(new FacetCounts(Map.of("true", 1L, "false", 1L), 0, 2));
        assertThat(count("year", "{}", null).counts())
                .isEqualTo(Map.of("1450", 1L, "1400", 1L, "1499", 1L, "1500", 1L));
        assertThat(count("price", "{}", null).counts()).isEqualTo(Map.of("1.5", 1L, "-0.5", 1L));
        assertThat(count("day", "{}", null).counts()).containsEntry("2024-05-02T03:30:00Z", 1L);
        assertThat(count("topic", "{}", "{\"eq\":{\"topic\":\"wine\"}}"))
                .isEqualTo(new FacetCounts(Map.of("food", 1L, "wine", 2L), 0, 0));
        assertThat(count("topic", "{}", "{\"eq\":{\"topic\":\"beer\"}}")).isEqualTo(new FacetCounts(Map.of(), 0, 0));
    }

    @Test
    void aDocumentCountsOnceForEachRangeThatItsValuesFallIn() throws IOException {
        putSome();
        assertThat(count("year", "{\"ranges\":[{\"from\":1400,\"to\":1500},{\"from\":1500},{\"to\":1450},{}]}", null))
                .isEqualTo(new FacetCounts(Map.of("0", 2L, "1", 1L, "2", 1L, "3", 3L), 0, 1));
        assertThat(count("price", "{\"ranges\":[{\"from\":-0.5,\"to\":1.5},{\"from\":1.5}]}", null)
                        .counts())
                .isEqualTo(Map.of("0", 1L, "1", 1L));
        assertThat(count("day", "{\"ranges\":[{\"from\":\"2024-05-02\",\"to\":\"2024-05-03\"}]}", null)
                        .counts())
                .isEqualTo(Map.of("0", 1L));
    }

    @Test
    void intervalsAreOfUtc() throws IOException {
        putSome();
        assertThat(count("day", "{\"interval\":\"month\"}", null))
                .isEqualTo(new FacetCounts(Map.of("2024-05-01", 2L, "2024-01-01", 1L, "2023-12-01", 1L), 0, 1));
        assertThat(count("day", "{\"interval\":\"year\"}", null).counts())
                .isEqualTo(Map.of("2024-01-01", 3L, "2023-01-01", 1L));
        assertThat(count("day", "{\"interval\":\"day\"}", null).counts())
                .isEqualTo(Map.of("2024-05-31", 1L, "2024-05-02", 1L, "2024-01-01", 1L, "2023-12-31", 1L));
    }

    @Test
    void ofTooManyValuesTheMostFrequentAreToldAndTheRestSummed() {
        Tally<Long> tally = new Tally<>();
        for (long value = 0; value < Tally.MOST + 5; value++) {
            tally.add(value, 1);
        }
        tally.add(7L, 1);
        FacetCounts counts = tally.counts(value -> Long.toString(value));
        assertThat(counts.counts()).hasSize(FacetRequest.MAX_DISTINCT).containsEntry("7", 2L);
        assertThat(counts.other()).isEqualTo(Tally.MOST + 5 - FacetRequest.MAX_DISTINCT);
    }

    @Test
    void whatCannotBeCountedByIsRefused() throws IOException {
        putSome();
        assertThatThrownBy(() -> count("note", "{}", null)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> count("topic", "{\"interval\":\"day\"}", null)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> count("year", "{\"ranges\":[{\"from\":\"x\"}]}", null))
                .isInstanceOf(ProblemException.class);
    }
}
