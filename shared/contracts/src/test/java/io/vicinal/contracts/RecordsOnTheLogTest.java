package io.vicinal.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.vicinal.contracts.collection.Chunking;
import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.FieldType;
import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.contracts.document.Document;
import io.vicinal.contracts.embedding.EmbeddedDocument;
import io.vicinal.contracts.embedding.EmbeddedDocument.EmbeddedPassage;
import io.vicinal.contracts.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.DatabindException;

/** What we write is what the published schemas say, and reads back as it was. */
class RecordsOnTheLogTest {
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
                Instant.parse("2026-01-02T03:04:05Z"));
        String json = written(collection, "collection.json");
        assertThat(json).contains("\"vector_format\":\"int8\"", "\"max_tokens\":512", "2026-01-02T03:04:05Z");
        assertThat(Json.mapper().readValue(json, Collection.class)).isEqualTo(collection);
    }

    @Test
    void aDocumentWithAllKindsOfFieldValuesAndAVector() {
        Document document = new Document(
                "a/1 ü",
                "Gutenberg",
                "Movable type \u0000 👩‍👩‍👧‍👦",
                Map.of("year", 1450, "tags", List.of("print", "history"), "ratio", 0.5, "open", true),
                new float[] {0.25f, -1f});
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
}
