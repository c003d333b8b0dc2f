package io.vicinal.contracts.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.contracts.embedding.QueryWeights;
import io.vicinal.contracts.embedding.SparseWeights;
import io.vicinal.contracts.json.Json;
import io.vicinal.contracts.reranking.RerankingApi.Candidates;
import io.vicinal.contracts.reranking.RerankingApi.CrossRead;
import io.vicinal.contracts.reranking.RerankingApi.Order;
import io.vicinal.contracts.reranking.RerankingApi.Ranked;
import io.vicinal.contracts.reranking.RerankingApi.Signals;
import io.vicinal.contracts.search.RetrievalApi.CandidateQuery;
import io.vicinal.contracts.search.RetrievalApi.PassageQuery;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What users and services ask, written and read again as on its way over HTTP. */
class QueryJsonTest {
    private static final JsonMapper JSON = Json.mapper();

    @Test
    void severalVectorsArriveAsTheyWereSent() {
        CandidateQuery sent = new CandidateQuery(
                new ShardId("c", 1, 0),
                null,
                null,
                new float[] {1, 0},
                null,
                10,
                GroupBy.DOCUMENT,
                null,
                null,
                null,
                null,
                null,
                List.of(new float[] {0, 1}, new float[] {-1, 0.5f}));
        String json = JSON.writeValueAsString(sent);
        assertThat(json).contains("\"further_vectors\":[\"").doesNotContain("sparse");
        CandidateQuery read = JSON.readValue(json, CandidateQuery.class);
        assertThat(read.vector()).containsExactly(1, 0);
        assertThat(read.furtherVectors()).hasSize(2);
        assertThat(read.furtherVectors().get(1)).containsExactly(-1, 0.5f);
    }

    @Test
    void theWeightsOfAQueryArriveAsTheyWereSent() {
        SparseWeights weights = new SparseWeights(new int[] {3, 30_000}, new float[] {0.1f, 1.5f});
        CandidateQuery sent = new CandidateQuery(
                        new ShardId("c", 1, 0), null, null, null, 10, GroupBy.DOCUMENT, null, null)
                .with(new QueryWeights(weights, new String[] {"tide", "##s"}))
                .at(7);
        CandidateQuery read = JSON.readValue(JSON.writeValueAsString(sent), CandidateQuery.class);
        assertThat(read).usingRecursiveComparison().isEqualTo(sent);
        assertThatThrownBy(() -> new QueryWeights(weights, new String[] {"one"}))
                .hasMessageContaining("1 texts");
    }

    @Test
    void flagsThatCameLaterMayBeMissing() {
        String passages =
                "{\"shard\":{\"collection\":\"c\",\"version\":1,\"partition\":0},\"point_in_time\":1,\"docs\":[2]}";
        assertThat(JSON.readValue(passages, PassageQuery.class).vectors()).isNull();
        String candidates = "{\"mode\":\"dense\",\"group_by\":\"document\",\"top_k\":1,\"candidates\":[]}";
        assertThat(JSON.readValue(candidates, Candidates.class).explain()).isNull();
    }

    @Test
    void whatACrossEncoderReadArrivesWithItsSketches() {
        Ranked hit = new Ranked(7, 0.5, null, null, List.of(3), 1, null, 0.4, 0.9);
        byte[] sketch = {1, -128, 127};
        CrossRead sent = new CrossRead(
                new Order(List.of(hit, new Ranked(2, 0.1))),
                List.of(new Signals("a", null, null, null).with(sketch), new Signals("b", null, null, null)),
                new Diversity(0.7));
        CrossRead read = JSON.readValue(JSON.writeValueAsString(sent), CrossRead.class);
        assertThat(read.order()).isEqualTo(sent.order());
        assertThat(read.diversity()).isEqualTo(sent.diversity());
        assertThat(read.hits()).extracting(Signals::documentId).containsExactly("a", "b");
        assertThat(read.hits().getFirst().sketch()).containsExactly(sketch);
        assertThat(read.hits().getLast().sketch()).isNull();
    }

    @Test
    void examplesAreAnArrayOrAnObject() {
        SearchRequest array = JSON.readValue("{\"like\":[\"a\",\"b\"]}", SearchRequest.class);
        assertThat(array.like()).isEqualTo(new Like(List.of("a", "b"), List.of()));
        SearchRequest both = JSON.readValue(
                "{\"like\":{\"positive\":[\"a\"],\"negative\":[\"b\"]},\"vectors\":[[1,2],\"AACAPwAAAEA=\"]}",
                SearchRequest.class);
        assertThat(both.like()).isEqualTo(new Like(List.of("a"), List.of("b")));
        assertThat(both.vectors())
                .hasSize(2)
                .allSatisfy(vector -> assertThat(vector).containsExactly(1, 2));
        SearchRequest again = JSON.readValue(JSON.writeValueAsString(both), SearchRequest.class);
        assertThat(again.like()).isEqualTo(both.like());
        assertThat(again.vectors()).hasSize(2);
    }
}
