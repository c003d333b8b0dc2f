package io.vicinal.retrieval.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.filter.Filter;
import io.vicinal.contracts.json.Json;
import io.vicinal.contracts.search.GroupBy;
import io.vicinal.retrieval.ShardBench;
import io.vicinal.retrieval.shard.Shard;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every operator, on blocks of several passages, with values of every type. */
class FilterQueryTest {
    private static final int DOCUMENTS = 60;
    private static final int FILTERS = 250;

    @TempDir
    Path data;

    private ShardBench bench;
    private Shard shard;
    private long offset;

    @BeforeEach
    void open() throws IOException {
        bench = new ShardBench(data);
        shard = bench.open(ShardBench.collection(3, VectorFormat.FLOAT32));
    }

    @AfterEach
    void close() throws IOException {
        shard.close();
        bench.close();
    }

    /** Lexically, by vector, and grouped either way: always the whole of the documents that the model lets through. */
    @RepeatedTest(4)
    void letsThroughWhatTheModelDoes() throws IOException {
        long seed = Long.getLong("vicinal.seed", System.nanoTime());
        Random random = new Random(seed);
        RandomFilters generator = new RandomFilters(random, DOCUMENTS);
        Map<String, Map<String, List<Object>>> documents = new TreeMap<>();
        Map<String, Integer> passages = new TreeMap<>();
        for (int put = 0; put < DOCUMENTS * 3 / 2; put++) { // some replace others
            String id = "d" + random.nextInt(DOCUMENTS);
            Map<String, Object> fields = generator.fields();
            passages.put(id, put(id, fields, 1 + random.nextInt(3), random));
            documents.put(id, values(id, fields));
            if (random.nextInt(20) == 0) {
                shard.refresh();
            }
        }
        shard.refresh();
        for (int i = 0; i < FILTERS; i++) {
            Map<String, Object> json = generator.filter(3);
            Filter filter = Json.mapper().convertValue(json, Filter.class);
            List<String> expected = documents.entrySet().stream()
                    .filter(document -> FilterModel.matches(json, document.getValue()))
                    .map(Map.Entry::getKey)
                    .toList();
            List<String> all = expected.stream()
                    .flatMap(id -> Collections.nCopies(passages.get(id), id).stream())
                    .toList();
            String as = "-Dvicinal.seed=" + seed + " " + json;
            float[] vector = ShardBench.randomUnit(random, 3);
            assertThat(ids("word", null, GroupBy.DOCUMENT, filter))
                    .as(as)
                    .containsExactlyInAnyOrderElementsOf(expected);
            assertThat(ids("word", null, GroupBy.PASSAGE, filter)).as(as).containsExactlyInAnyOrderElementsOf(all);
            assertThat(ids(null, vector, GroupBy.DOCUMENT, filter))
                    .as(as)
                    .containsExactlyInAnyOrderElementsOf(expected);
            assertThat(ids(null, vector, GroupBy.of("topic"), filter)).as(as).containsExactlyInAnyOrderElementsOf(all);
        }
    }

    @Test
    void aNegationIsOfDocumentsNotOfMembersOfTheirBlocks() throws IOException {
        Random random = new Random(1);
        put("1", Map.of("topic", List.of("a", "b")), 3, random);
        put("2", Map.of("topic", "b"), 2, random);
        put("3", Map.of(), 1, random);
        shard.refresh();
        assertThat(found("{'ne': {'topic': 'a'}}")).containsExactlyInAnyOrder("2", "3");
        assertThat(found("{'not': {'exists': 'topic'}}")).containsExactly("3");
        assertThat(found("{'ne': {'id': '1'}, 'not': {'eq': {'id': '2'}}}")).containsExactly("3");
        assertThat(found("{'or': [{'ne': {'topic': 'b'}}, {'contains_all': {'topic': ['b', 'a']}}]}"))
                .containsExactlyInAnyOrder("1", "3");
        assertThat(found("{'not': {'not': {'eq': {'topic': 'a'}}}}")).containsExactly("1");
        assertThat(found("{'not': {'exists': 'id'}}")).isEmpty();
    }

    @Test
    void theLargestFiltersThatAreAllowedWork() throws IOException {
        put("1", Map.of("topic", "t1", "year", 5), 2, new Random(1));
        put("2", Map.of("topic", "other", "year", 50_000), 2, new Random(2));
        shard.refresh();
        String values = String.join(
                ",",
                IntStream.range(0, Filter.MAX_VALUES)
                        .mapToObj(i -> "'t" + i + "'")
                        .toList());
        String years = String.join(
                ",",
                IntStream.range(0, Filter.MAX_VALUES)
                        .mapToObj(Integer::toString)
                        .toList());
        assertThat(found("{'in': {'topic': [" + values + "]}}")).containsExactly("1");
        assertThat(found("{'contains_any': {'year': [" + years + "]}}")).containsExactly("1");
        assertThat(found("{'in': {'id': [" + values + ",'2']}}")).containsExactly("2");
        String conditions =
                String.join(",", Collections.nCopies(Filter.MAX_CONDITIONS, "{'range': {'year': {'lt': 6}}}"));
        assertThat(found("{'and': [" + conditions + "]}")).containsExactly("1");
        assertThatThrownBy(() -> found("{'or': [" + conditions + ",{'exists': 'year'}]}"))
                .isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> found(
                        "{'not': ".repeat(Filter.MAX_DEPTH) + "{'exists': 'year'}" + "}".repeat(Filter.MAX_DEPTH)))
                .isInstanceOf(ProblemException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'range': {'topic': {'gt': 'a'}}}",
                "{'range': {'id': {'gt': 'a'}}}",
                "{'range': {'year': {'gt': 'a'}}}",
                "{'range': {'price': {'lt': 'a'}}}",
                "{'prefix': {'year': '1'}}",
                "{'prefix': {'open': 't'}}",
                "{'prefix': {'price': '1'}}",
                "{'exists': 'note'}",
                "{'in': {'note': ['x']}}",
                "{'in': {'id': [7]}}",
                "{'not': {'eq': {'missing': 1}}}",
            })
    void whatAFieldCannotAnswerIsRefused(String filter) {
        assertThatThrownBy(() -> found(filter)).isInstanceOf(ProblemException.class);
    }

    private List<String> found(String json) throws IOException {
        return ids("word", null, GroupBy.DOCUMENT, Json.mapper().readValue(json.replace('\'', '"'), Filter.class));
    }

    private List<String> ids(String query, float[] vector, GroupBy groupBy, Filter filter) throws IOException {
        return ShardBench.ids(ShardBench.search(shard, query, vector, 1000, groupBy, filter));
    }

    private int put(String id, Map<String, Object> fields, int passages, Random random) throws IOException {
        float[][] vectors = new float[passages][];
        for (int i = 0; i < passages; i++) {
            vectors[i] = ShardBench.randomUnit(random, 3);
        }
        shard.put(ShardBench.document(id, "Word. ".repeat(passages), fields, vectors));
        shard.advance(offset++, -1);
        return passages;
    }

    private static Map<String, List<Object>> values(String id, Map<String, Object> fields) {
        Map<String, List<Object>> values = new TreeMap<>();
        values.put("id", List.of(id));
        fields.forEach((name, value) ->
                values.put(name, value instanceof List<?> many ? List.copyOf(many) : List.of(value)));
        return values;
    }
}
