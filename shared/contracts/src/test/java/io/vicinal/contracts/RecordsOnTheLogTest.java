package io.vicinal.contracts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.vicinal.contracts.collection.Chunking;
import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.CollectionVersions;
import io.vicinal.contracts.collection.FieldType;
import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.contracts.document.Document;
import io.vicinal.contracts.document.MatchingDeletion;
import io.vicinal.contracts.embedding.EmbeddedDocument;
import io.vicinal.contracts.embedding.EmbeddedDocument.EmbeddedPassage;
import io.vicinal.contracts.embedding.ModelMeans;
import io.vicinal.contracts.embedding.PassageTokens;
import io.vicinal.contracts.embedding.SparseWeights;
import io.vicinal.contracts.embedding.TokenFormat;
import io.vicinal.contracts.filter.Filter;
import io.vicinal.contracts.json.Json;
import io.vicinal.contracts.relevance.Feedback;
import io.vicinal.contracts.relevance.JudgedQuery;
import io.vicinal.contracts.relevance.LearnedFusion;
import io.vicinal.contracts.relevance.RelevanceModel;
import io.vicinal.contracts.relevance.RelevanceModels;
import io.vicinal.contracts.relevance.RelevanceReport;
import io.vicinal.contracts.relevance.Thresholds;
import io.vicinal.contracts.search.Fusion;
import io.vicinal.contracts.topic.RecordKeys;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.DatabindException;

/** What we write is what the published schemas say, and reads back as it was. */
class RecordsOnTheLogTest {
    /** A collection as the first release wrote it. */
    private static final String BEFORE = """
            {"name":"notes","version":1,"model":"m","dimensions":2,"shards":3,"fields":{},
            "chunking":{"max_tokens":512,"overlap_tokens":0},"vector_format":"int8","created_at":"2026-01-02T03:04:05Z"}""";

    private static Schema schema(String name) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(RecordsOnTheLogTest.class.getResourceAsStream("/io/vicinal/contracts/schemas/" + name));
    }

    private static String written(Object record, String schema) {
        String json = Json.mapper().writeValueAsString(record);
        assertThat(schema(schema).validate(json, InputFormat.JSON)).as(json).isEmpty();
        return json;
    }

    @Test
    void aCollection() {
        Collection collection = new Collection(
                        "notes",
                        1,
                        "bge-small-en-v1.5",
                        384,
                        3,
                        Map.of("year", FieldType.LONG),
                        new Chunking(512, 0),
                        VectorFormat.INT8,
                        true,
                        4,
                        TokenFormat.FLOAT32,
                        "de",
                        2,
                        0.95,
                        new ModelMeans(new float[] {0.5f, -1f / 3}, new float[] {1, 2}),
                        Instant.parse("2026-01-02T03:04:05Z"))
                .withSparseModel("splade-small");
        String json = written(collection, "collection.json");
        assertThat(json)
                .contains("\"vector_format\":\"int8\"", "\"max_tokens\":512", "2026-01-02T03:04:05Z")
                .contains("\"late_interaction\":true", "\"token_pooling\":4", "\"token_format\":\"float32\"")
                .contains("\"sparse_model\":\"splade-small\"");
        assertThat(Json.mapper().readValue(json, Collection.class)).isEqualTo(collection);
    }

    @Test
    void aCollectionOfAReleaseBeforeTokenVectorsHasNoneAndOneOfALaterReleaseIsStillRead() {
        Collection read = Json.mapper().readValue(BEFORE, Collection.class);
        assertThat(read.lateInteraction()).isFalse();
        assertThat(read.means()).isNull();
        assertThat(read.sparseModel()).isNull();
        assertThat(read.tokenPooling()).isEqualTo(8);
        String later = BEFORE.replaceFirst("\\{", "{\"colour\":\"red\",");
        assertThat(Json.mapper().readValue(later, Collection.class)).isEqualTo(read);
    }

    @Test
    void aCollectionWithSeveralVersionsIsOneRecordThatAReaderOfItsServingVersionUnderstands() {
        Collection first = Json.mapper().readValue(BEFORE, Collection.class);
        Instant now = Instant.parse("2026-01-02T03:04:05Z");
        CollectionVersions versions = CollectionVersions.of(first)
                .building(first.asVersion(2, 3).withFields(Map.of("year", FieldType.LONG)), now)
                .building(first.asVersion(3, 3), now)
                .promoted(2, now, now.plusSeconds(60));
        String json = written(versions, "collection.json");
        assertThat(Json.mapper().readValue(json, CollectionVersions.class)).isEqualTo(versions);
        assertThat(Json.mapper().readValue(json, Collection.class)).isEqualTo(versions.serving());
        assertThat(json)
                .contains("\"state\":\"retired\"", "\"newest_version\":3", "\"until\":\"2026-01-02T03:05:05Z\"");
    }

    @Test
    void aCollectionOfAReleaseBeforeVersionsHasOne() {
        CollectionVersions read = Json.mapper().readValue(BEFORE, CollectionVersions.class);
        assertThat(read.serving().version()).isEqualTo(1);
        assertThat(read.serving().documentsPartitions()).isEqualTo(3);
        assertThat(read.newest()).isEqualTo(1);
        assertThat(read.others()).isEmpty();
        String later = BEFORE.replaceFirst("\\{", "{\"colour\":\"red\",");
        assertThat(Json.mapper().readValue(later, CollectionVersions.class)).isEqualTo(read);
    }

    @Test
    void aDeletionByFilter() {
        MatchingDeletion deletion = new MatchingDeletion(Filter.eq(Map.of("year", 1450)), null);
        String json = written(deletion, "matching-deletion.json");
        assertThat(Json.mapper().readValue(json, MatchingDeletion.class)).isEqualTo(deletion);
        written(new MatchingDeletion(null, true), "matching-deletion.json");
        assertThat(new MatchingDeletion(null, null).namesNothing()).isTrue();
        assertThat(Json.mapper()
                        .readValue("{\"filter\":{}}", MatchingDeletion.class)
                        .namesNothing())
                .isTrue();
        assertThat(deletion.namesNothing()).isFalse();
    }

    @Test
    void keysOfWhatIsNoDocumentAreNoneOfADocument() {
        assertThat(RecordKeys.unique()).matches(RecordKeys::isReserved).isNotEqualTo(RecordKeys.unique());
        assertThat(new String(RecordKeys.unique(), UTF_8)).as("is no UTF-8").startsWith("\uFFFD");
        assertThat(RecordKeys.from(RecordKeys.unique(), 3)).matches(RecordKeys::isReserved);
        assertThat(RecordKeys.progress(1, 2)).isNotEqualTo(RecordKeys.progress(3, 2));
        assertThat(RecordKeys.progress(2, 2)).isEmpty();
        assertThat(RecordKeys.isReserved("\u00ff1".getBytes(UTF_8))).isFalse();
        assertThat(RecordKeys.isReserved(new byte[0])).isFalse();
    }

    @Test
    void aDocumentWithAllKindsOfFieldValuesAndAVector() {
        Document document = new Document(
                "a/1 ü",
                "Gutenberg",
                "Movable type \u0000 👩‍👩‍👧‍👦",
                Map.of("year", 1450, "tags", List.of("print", "history"), "ratio", 0.5, "open", true),
                new float[] {0.25f, -1f},
                "2030-01-01T00:00:00+02:00");
        String json = written(document, "document.json");
        Document read = Json.mapper().readValue(json, Document.class);
        assertThat(read).usingRecursiveComparison().isEqualTo(document);
    }

    @Test
    void aVectorMayBeSentAsNumbers() {
        Document read = Json.mapper().readValue("{\"id\":\"1\",\"vector\":[0.25,-1,3e-2]}", Document.class);
        assertThat(read.vector()).containsExactly(0.25f, -1f, 0.03f);
    }

    @Test
    void anEmbeddedDocumentKeepsItsVectorsBitForBit() {
        float[] vector = {0.1f, Float.MIN_VALUE, -1f / 3};
        EmbeddedDocument document =
                new EmbeddedDocument("1", null, "some text", Map.of(), List.of(new EmbeddedPassage(0, 9, vector)));
        String json = written(document, "embedded-document.json");
        assertThat(Json.mapper()
                        .readValue(json, EmbeddedDocument.class)
                        .passages()
                        .getFirst()
                        .vector())
                .containsExactly(vector);
    }

    @Test
    void anEmbeddedDocumentKeepsItsTokenVectorsByteForByte() {
        byte[] data = {1, -128, 127, 0, 5, 6};
        EmbeddedDocument document = new EmbeddedDocument(
                "1",
                null,
                "some text",
                Map.of(),
                List.of(new EmbeddedPassage(
                        0, 9, new float[] {1, 0, 0}, new PassageTokens(TokenFormat.INT8, 2, 3, data), new int[] {7, 2000
                        })));
        String json = written(document, "embedded-document.json");
        PassageTokens read = Json.mapper()
                .readValue(json, EmbeddedDocument.class)
                .passages()
                .getFirst()
                .tokens();
        assertThat(read.format()).isEqualTo(TokenFormat.INT8);
        assertThat(read.data()).containsExactly(data);
    }

    @Test
    void anEmbeddedDocumentKeepsItsSparseWeightsBitForBit() {
        SparseWeights weights = new SparseWeights(
                new int[] {0, 7, 30_521}, new float[] {SparseWeights.LEAST_WEIGHT, 1f / 3, SparseWeights.MOST_WEIGHT});
        EmbeddedDocument document = new EmbeddedDocument(
                "1",
                null,
                "some text",
                Map.of(),
                List.of(
                        new EmbeddedPassage(0, 4, new float[] {1, 0}).with(weights),
                        new EmbeddedPassage(5, 9, new float[] {1, 0})
                                .with(new SparseWeights(new int[0], new float[0]))));
        String json = written(document, "embedded-document.json");
        assertThat(Json.mapper().readValue(json, EmbeddedDocument.class))
                .usingRecursiveComparison()
                .isEqualTo(document);
    }

    @Test
    void sparseWeightsThatNoModelGivesAreRefused() {
        for (SparseParts parts : List.of(
                new SparseParts(new int[] {1}, Float.NaN),
                new SparseParts(new int[] {1}, -1),
                new SparseParts(new int[] {1}, 0),
                new SparseParts(new int[] {1}, Float.POSITIVE_INFINITY),
                new SparseParts(new int[] {-1}, 1),
                new SparseParts(new int[] {2, 1}, 1),
                new SparseParts(new int[] {1, 1}, 1),
                new SparseParts(IntStream.range(0, SparseWeights.MOST + 1).toArray(), 1))) {
            String json = "{\"start\":0,\"end\":1,\"vector\":\"AACAPw==\",\"sparse\":\"" + parts.packed() + "\"}";
            assertThatThrownBy(() -> Json.mapper().readValue(json, EmbeddedPassage.class))
                    .as(json)
                    .isInstanceOf(DatabindException.class)
                    .hasMessageContaining("expected");
        }
        assertThatThrownBy(() -> Json.mapper().readValue("\"AAAA\"", SparseWeights.class))
                .isInstanceOf(DatabindException.class)
                .hasMessageContaining("8 bytes a word");
    }

    private record SparseParts(int[] words, float weight) {
        String packed() {
            ByteBuffer bytes = ByteBuffer.allocate(8 * words.length).order(ByteOrder.LITTLE_ENDIAN);
            for (int word : words) {
                bytes.putInt(word).putFloat(weight);
            }
            return Base64.getEncoder().encodeToString(bytes.array());
        }
    }

    @Test
    void anEmbeddedDocumentOfAnEarlierReleaseAndOneOfALaterReleaseAreRead() {
        String before = """
                {"id":"1","text":"x","fields":{},"passages":[{"start":0,"end":1,"vector":"AACAPw=="}]}""";
        assertThat(Json.mapper()
                        .readValue(before, EmbeddedDocument.class)
                        .passages()
                        .getFirst()
                        .tokens())
                .isNull();
        assertThat(Json.mapper()
                        .readValue(before, EmbeddedDocument.class)
                        .passages()
                        .getFirst()
                        .sparse())
                .isNull();
        String later = before.replace("\"start\"", "\"page\":3,\"start\"").replace("\"id\"", "\"lang\":\"en\",\"id\"");
        assertThat(Json.mapper().readValue(later, EmbeddedDocument.class).id()).isEqualTo("1");
    }

    @Test
    void tokenVectorsOfAnotherLengthThanTheySayAreRefused() {
        assertThatThrownBy(() -> new PassageTokens(TokenFormat.BINARY, 2, 9, new byte[3]))
                .hasMessageContaining("take 4 bytes, not 3");
        assertThatThrownBy(() -> new PassageTokens(TokenFormat.BINARY, 0, 9, new byte[0]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsNotInTheContractIsRefusedAndNamed() {
        assertThatThrownBy(() -> Json.mapper().readValue("{\"id\":\"1\",\"txt\":\"x\"}", Document.class))
                .isInstanceOf(DatabindException.class)
                .hasMessageContaining("txt");
        assertThatThrownBy(() -> Json.mapper().readValue("{\"id\":1}", Document.class))
                .isInstanceOf(DatabindException.class);
        assertThatThrownBy(() -> Json.mapper().readValue("{\"id\":\"1\",\"vector\":\"AAA=\"}", Document.class))
                .isInstanceOf(DatabindException.class)
                .hasMessageContaining("4 bytes a dimension");
    }

    @Test
    void feedback() {
        Feedback feedback = new Feedback(
                "q",
                "notes",
                List.of(new Feedback.Judgement("a", true, 0.5), new Feedback.Judgement("b", false, null)),
                List.of(new Feedback.Click("a", 3)),
                Feedback.Others.NOT_RELEVANT);
        String json = written(feedback, "feedback.json");
        assertThat(json).contains("\"others\":\"not_relevant\"", "\"position\":3");
        assertThat(Json.mapper().readValue(json, Feedback.class).checked()).isEqualTo(feedback);
        written(new Feedback("q", "notes", null, List.of(new Feedback.Click("a", 1)), null), "feedback.json");
    }

    @Test
    void aJudgedQuery() {
        JudgedQuery query = new JudgedQuery(
                "q",
                "notes",
                1,
                Instant.parse("2026-01-02T03:04:05Z"),
                Instant.parse("2026-01-03T03:04:05Z"),
                0,
                0.15,
                List.of("a", "b"),
                new float[] {0.9f, 0.1f},
                List.of("score", "closeness"),
                new float[] {1, Float.NaN, 0.5f, 0.25f});
        String json = written(query, "judged-query.json");
        JudgedQuery read = Json.mapper().readValue(json.replaceFirst("\\{", "{\"colour\":1,"), JudgedQuery.class);
        assertThat(read.values()).containsExactly(query.values());
        assertThat(read.relevance()).containsExactly(query.relevance());
        assertThat(Json.mapper().writeValueAsString(read)).isEqualTo(json);
    }

    @Test
    void relevanceModels() {
        Instant created = Instant.parse("2026-01-02T03:04:05Z");
        RelevanceReport.Measures measures = new RelevanceReport.Measures(0.1, 0.7, 0.01);
        RelevanceModel model = new RelevanceModel(
                1,
                RelevanceModel.FORMAT,
                created,
                -0.5,
                List.of(new RelevanceModel.Weight("score", 0.5, 0.1, 1.5)),
                new Thresholds(0.5, 0.1, 0.01),
                40,
                99,
                new RelevanceReport(
                        8,
                        80,
                        8,
                        0.01,
                        measures,
                        measures,
                        measures,
                        List.of(new RelevanceReport.Bin(0, 0.1, 70, 0.05, 0.04)),
                        List.of(new RelevanceReport.Point(0.1, 0.5, 0.9, 3))),
                new LearnedFusion(new Fusion.Weights(0.2, 0.3, 0.5), 8, 0.8, 0.7));
        Collection collection = Json.mapper().readValue(BEFORE, Collection.class);
        RelevanceModels models = RelevanceModels.none(collection).with(model);
        String json = written(models, "relevance-models.json");
        assertThat(Json.mapper().readValue(json, RelevanceModels.class)).isEqualTo(models);
        RelevanceModels held = models.rolledBack(0, 120);
        assertThat(Json.mapper().readValue(written(held, "relevance-models.json"), RelevanceModels.class))
                .isEqualTo(held);
        assertThat(held.newest()).isEqualTo(1);
    }

    @Test
    void ofLearnedModelsTheLatestAreKept() {
        RelevanceModels models = RelevanceModels.none(Json.mapper().readValue(BEFORE, Collection.class));
        for (int version = 1; version <= 25; version++) {
            RelevanceReport.Measures none = new RelevanceReport.Measures(0, 0, 0);
            models = models.with(new RelevanceModel(
                    version,
                    RelevanceModel.FORMAT,
                    Instant.EPOCH,
                    0,
                    List.of(),
                    new Thresholds(0, 0, 0),
                    1,
                    version,
                    new RelevanceReport(0, 0, 0, 0, none, none, none, List.of(), List.of()),
                    null));
        }
        assertThat(models.models())
                .extracting(RelevanceModel::version)
                .containsExactly(16, 17, 18, 19, 20, 21, 22, 23, 24, 25);
        assertThat(models.serving()).isEqualTo(25);
    }
}
