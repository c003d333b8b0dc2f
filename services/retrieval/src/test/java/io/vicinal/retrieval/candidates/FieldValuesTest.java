package io.vicinal.retrieval.candidates;

import static io.vicinal.retrieval.ShardBench.document;
import static io.vicinal.retrieval.ShardBench.unit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.search.GroupBy;
import io.vicinal.contracts.search.RetrievalApi.Candidate;
import io.vicinal.contracts.search.RetrievalApi.CandidateQuery;
import io.vicinal.contracts.search.RetrievalApi.ValueQuery;
import io.vicinal.retrieval.ShardBench;
import io.vicinal.retrieval.shard.Shard;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FieldValuesTest {
    @TempDir
    Path data;

    private ShardBench bench;
    private Shard shard;
    private long offset;

    @BeforeEach
    void open() throws IOException {
        bench = new ShardBench(data);
        shard = bench.open(ShardBench.collection(2, VectorFormat.FLOAT32));
    }

    @AfterEach
    void close() throws IOException {
        shard.close();
        bench.close();
    }

    private void put(String id, Map<String, Object> fields) throws IOException {
        shard.put(document(id, "Zebra. Else.", fields, unit(1, 0), unit(0, 1)));
        shard.advance(offset++, -1);
    }

    private Map<String, List<Object>> values(ValueQuery... wanted) throws IOException {
        shard.refresh();
        CandidateQuery query = new CandidateQuery(
                        shard.id(), "zebra", unit(1, 0), null, 10, GroupBy.DOCUMENT, null, null)
                .with(wanted.length == 0 ? null : List.of(wanted), null);
        Map<String, List<Object>> values = new HashMap<>();
        for (Candidate candidate : ShardBench.search(shard, query)) {
            values.put(candidate.documentId(), candidate.values());
        }
        return values;
    }

    @Test
    void ofSeveralNumbersAndDatesTheGreatestIsSent() throws IOException {
        put("one", Map.of("year", 7, "price", -0.5, "day", "2024-05-01"));
        put(
                "many",
                Map.of(
                        "year",
                        List.of(-9, -3),
                        "price",
                        List.of(2.5, 9.25, -1.0),
                        "day",
                        List.of("2024-05-01", "1969-12-31T23:59:59Z")));
        put("none", Map.of());
        Map<String, List<Object>> values =
                values(new ValueQuery("year", null), new ValueQuery("price", null), new ValueQuery("day", null));
        long day = Instant.parse("2024-05-01T00:00:00Z").toEpochMilli();
        assertThat(values.get("one")).containsExactly(7L, -0.5, day);
        assertThat(values.get("many")).containsExactly(-3L, 9.25, day);
        assertThat(values.get("none")).isEqualTo(Collections.nCopies(3, null));
    }

    @Test
    void ofSeveralTermsTheFirstThatIsWantedIsSent() throws IOException {
        put("both", Map.of("topic", List.of("blog", "manual", "zoo"), "open", List.of(true, false)));
        shard.refresh(); // in a segment of its own, with other ordinals
        put("blog", Map.of("topic", "blog", "open", false));
        put("other", Map.of("topic", "zoo"));
        Map<String, List<Object>> values = values(
                new ValueQuery("topic", List.of("manual", "nowhere", "blog")),
                new ValueQuery("open", List.of("false", "true")));
        assertThat(values.get("both")).containsExactly("manual", "false");
        assertThat(values.get("blog")).containsExactly("blog", "false");
        assertThat(values.get("other")).isEqualTo(Arrays.asList(null, null));
    }

    @Test
    void withoutAWishNothingIsSent() throws IOException {
        put("one", Map.of("year", 7));
        assertThat(values()).containsEntry("one", null);
    }

    @Test
    void fieldsThatAreNotDeclaredOrOfAnotherKindAreProblems() throws IOException {
        put("one", Map.of("year", 7));
        for (ValueQuery wrong : List.of(
                new ValueQuery("nowhere", null),
                new ValueQuery("note", null),
                new ValueQuery("topic", null),
                new ValueQuery("year", List.of("7")))) {
            assertThatThrownBy(() -> values(wrong)).isInstanceOf(ProblemException.class);
        }
    }
}
