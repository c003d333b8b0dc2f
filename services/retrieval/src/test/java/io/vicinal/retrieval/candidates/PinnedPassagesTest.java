package io.vicinal.retrieval.candidates;

import static io.vicinal.retrieval.ShardBench.document;
import static io.vicinal.retrieval.ShardBench.unit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.filter.Filter;
import io.vicinal.contracts.search.Explanation;
import io.vicinal.contracts.search.GroupBy;
import io.vicinal.contracts.search.RetrievalApi.Candidate;
import io.vicinal.contracts.search.RetrievalApi.CandidateQuery;
import io.vicinal.contracts.search.RetrievalApi.Grouping;
import io.vicinal.contracts.search.SearchRequest;
import io.vicinal.retrieval.ShardBench;
import io.vicinal.retrieval.shard.PointInTime;
import io.vicinal.retrieval.shard.Shard;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PinnedPassagesTest {
    private static final int FOUND = 5;

    @TempDir
    Path data;

    private ShardBench bench;
    private Shard shard;

    /** Ten near the query and of its words, of which five are asked for, and one that is neither. */
    @BeforeEach
    void open() throws IOException {
        bench = new ShardBench(data);
        shard = bench.open(ShardBench.collection(2, VectorFormat.FLOAT32));
        for (int i = 0; i < 10; i++) {
            shard.put(document("near" + i, "Zebra.", Map.of("topic", "a"), unit(1, i * 0.01f)));
        }
        shard.put(document("far", "Nothing. Less. Least.", Map.of("topic", "b"), unit(-1, 0), unit(0, 1), unit(-1, 1)));
        shard.advance(0, -1);
        shard.refresh();
    }

    @AfterEach
    void close() throws IOException {
        shard.close();
        bench.close();
    }

    private CandidateQuery query(
            GroupBy groupBy, @Nullable Filter filter, @Nullable Grouping grouping, List<String> ids) {
        return new CandidateQuery(
                        shard.id(),
                        "zebra",
                        null,
                        unit(1, 0),
                        null,
                        FOUND,
                        groupBy,
                        filter,
                        null,
                        false,
                        grouping,
                        null,
                        null)
                .with(null, ids);
    }

    private List<Candidate> pinned(CandidateQuery query) throws IOException {
        return ShardBench.search(shard, query).stream()
                .filter(candidate -> candidate.pinned() != null)
                .toList();
    }

    @Test
    void aPinnedDocumentComesWithItsBestPassageAndItsOwnSignals() throws IOException {
        assertThat(pinned(query(GroupBy.DOCUMENT, null, null, List.of("far", "nowhere"))))
                .singleElement()
                .satisfies(far -> {
                    assertThat(far.documentId()).isEqualTo("far");
                    assertThat(far.dense()).isZero();
                    assertThat(far.lexical()).isZero();
                    assertThat(far.sketch()).isNotEmpty();
                });
        assertThat(pinned(query(GroupBy.PASSAGE, null, null, List.of("far")))).hasSize(1);
        assertThat(pinned(query(GroupBy.of("topic"), null, new Grouping(5, 3), List.of("far"))))
                .isEmpty(); // it was found, since the search looks deeper for another group
        assertThat(pinned(query(GroupBy.DOCUMENT, null, new Grouping(5, 2), List.of("far"))))
                .as("as many as are shown inside")
                .extracting(Candidate::dense)
                .containsExactly(0f, unit(-1, 1)[0]);
    }

    @Test
    void oneThatTheQueryFindsIsThereOnceAndNotMarked() throws IOException {
        List<Candidate> found = ShardBench.search(shard, query(GroupBy.DOCUMENT, null, null, List.of("near1")));
        assertThat(ShardBench.ids(found)).containsOnlyOnce("near1");
        assertThat(found).allMatch(candidate -> candidate.pinned() == null);
        assertThat(ShardBench.ids(found))
                .isEqualTo(ShardBench.ids(ShardBench.search(shard, query(GroupBy.DOCUMENT, null, null, List.of()))));
    }

    @Test
    void theFilterHoldsForThePinnedToo() throws IOException {
        Filter others = Filter.eq(Map.of("topic", "a"));
        assertThat(pinned(query(GroupBy.DOCUMENT, others, null, List.of("far", "near9"))))
                .extracting(Candidate::documentId)
                .containsExactly("near9");
    }

    @Test
    void theirSignalsAreExplainedAndSaidNotToBeFound() throws IOException {
        CandidateQuery query = query(GroupBy.DOCUMENT, null, null, List.of("far"));
        Candidate far = pinned(query).getFirst();
        try (PointInTime at = shard.pointInTime()) {
            Explanation why = CandidateSearch.explain(
                            query,
                            shard.collection(),
                            at.searcher(),
                            SearchEffort.usual(VectorFormat.FLOAT32),
                            Instant.now(),
                            List.of(far.doc()))
                    .getFirst();
            assertThat(why.dense()).isEqualTo(new Explanation.Dense(0, false, null));
            assertThat(why.lexical()).isEqualTo(new Explanation.Lexical(0, false, List.of()));
        }
    }

    @Test
    void moreThanMayBePinnedAreAProblem() {
        List<String> many = Collections.nCopies(SearchRequest.MAX_PINNED + 1, "far");
        assertThatThrownBy(() -> pinned(query(GroupBy.DOCUMENT, null, null, many)))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("100");
    }
}
