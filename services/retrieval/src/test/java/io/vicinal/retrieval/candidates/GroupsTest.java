package io.vicinal.retrieval.candidates;

import static io.vicinal.retrieval.ShardBench.document;
import static io.vicinal.retrieval.ShardBench.unit;
import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.contracts.search.GroupBy;
import io.vicinal.contracts.search.RetrievalApi.Candidate;
import io.vicinal.contracts.search.RetrievalApi.CandidateQuery;
import io.vicinal.contracts.search.RetrievalApi.Grouping;
import io.vicinal.retrieval.ShardBench;
import io.vicinal.retrieval.shard.Shard;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupsTest {
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

    private void put(String id, Map<String, Object> fields, float[]... vectors) throws IOException {
        shard.put(document(id, "Zebra. Else. More.", fields, vectors));
        shard.advance(offset++, -1);
    }

    private List<Candidate> search(String groupBy, int count, Grouping grouping, String query, float[] vector)
            throws IOException {
        shard.refresh();
        return ShardBench.search(
                shard,
                new CandidateQuery(
                        shard.id(),
                        query,
                        null,
                        vector,
                        null,
                        count,
                        GroupBy.of(groupBy),
                        null,
                        null,
                        false,
                        grouping,
                        null,
                        null));
    }

    /** A thousand documents of one value lie nearer than any other. */
    @Test
    void looksDeeperUntilThereAreAsManyGroupsAsAreWanted() throws IOException {
        for (int i = 0; i < 1000; i++) {
            put("near" + i, Map.of("topic", "common"), unit(1, i * 1e-4f));
        }
        for (int i = 0; i < 5; i++) {
            put("far" + i, Map.of("topic", "rare" + i), unit(0, 1));
        }
        put("none", Map.of(), unit(-1, 0));
        for (String query : new String[] {null, "zebra"}) {
            List<Candidate> found = search("topic", 10, new Grouping(7, 2), query, unit(1, 0));
            assertThat(found).extracting(Candidate::group).contains("common", "rare0", "rare4", null);
            assertThat(found).as("not as many as it had to look at").hasSizeLessThan(40);
        }
        assertThat(search("topic", 10, new Grouping(1, 1), null, unit(1, 0)))
                .hasSize(10)
                .allMatch(candidate -> "common".equals(candidate.group()));
        assertThat(search("topic", 10, new Grouping(100, 1), null, unit(1, 0)))
                .as("there are no more")
                .extracting(Candidate::group)
                .contains("common", "rare0", "rare4", null);
    }

    @Test
    void ofSeveralValuesTheLeastIsTheGroup() throws IOException {
        put(
                "1",
                Map.of("topic", List.of("b", "a"), "year", List.of(7, -3), "open", true, "day", "2024-05-01"),
                unit(1, 0));
        for (Map.Entry<String, String> group : Map.of(
                        "topic", "a", "year", "-3", "open", "true", "day", "2024-05-01T00:00:00Z")
                .entrySet()) {
            assertThat(search(group.getKey(), 10, new Grouping(5, 1), null, unit(1, 0)))
                    .singleElement()
                    .extracting(Candidate::group)
                    .isEqualTo(group.getValue());
        }
    }

    @Test
    void aDocumentBringsItsBestPassagesFoundOrNot() throws IOException {
        put("a", Map.of(), unit(1, 0), unit(1, 0.2f), unit(0, 1));
        put("b", Map.of(), unit(1, 0.1f), unit(-1, 0), unit(1, 1));
        put("c", Map.of(), unit(1, 0.05f));
        assertThat(search("document", 10, null, null, unit(1, 0))).hasSize(3);
        List<Candidate> found = search("document", 10, new Grouping(3, 2), null, unit(1, 0));
        Map<String, List<Float>> cosines = found.stream()
                .collect(Collectors.groupingBy(
                        Candidate::documentId, Collectors.mapping(Candidate::dense, Collectors.toList())));
        assertThat(cosines.get("a")).containsExactly(1f, unit(1, 0.2f)[0]);
        assertThat(cosines.get("b")).containsExactly(unit(1, 0.1f)[0], unit(1, 1)[0]);
        assertThat(cosines.get("c")).hasSize(1);
        assertThat(search("passage", 10, new Grouping(3, 2), null, unit(1, 0))).hasSize(7);
        assertThat(search("document", 10, new Grouping(3, 20), "zebra", null)).hasSize(7);
    }
}
