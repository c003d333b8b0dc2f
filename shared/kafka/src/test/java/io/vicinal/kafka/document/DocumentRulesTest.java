package io.vicinal.kafka.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.contracts.collection.Chunking;
import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.FieldType;
import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.contracts.document.Document;
import io.vicinal.contracts.error.Problem;
import io.vicinal.contracts.error.ProblemException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentRulesTest {
    private static final Collection COLLECTION = new Collection(
            "c",
            1,
            "model",
            2,
            1,
            Map.of(
                    "tag", FieldType.KEYWORD,
                    "year", FieldType.LONG,
                    "price", FieldType.DOUBLE,
                    "sold", FieldType.BOOLEAN,
                    "day", FieldType.DATE),
            new Chunking(512, 0),
            VectorFormat.INT8,
            Instant.EPOCH);

    private static Optional<Problem> check(String json) {
        try {
            return DocumentRules.check(DocumentParser.parse(json.getBytes(UTF_8)), COLLECTION);
        } catch (ProblemException e) {
            return Optional.of(e.problem());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"id\":\"1\",\"text\":\"t\"}",
                "{\"id\":\"1\",\"title\":\"t\",\"text\":\"\"}",
                "{\"id\":\"1\",\"vector\":[1,2]}",
                "{\"id\":\"1\",\"vector\":\"AACAPwAAAEA=\"}",
                "{\"id\":\"1\",\"text\":\"\\u0000\"}",
                "{\"id\":\"1\",\"text\":\"t\",\"fields\":{\"tag\":[\"a\",\"b\"],\"year\":9007199254740993,\"price\":1,\"sold\":true,\"day\":\"2024-05-01T12:00:00+02:00\"}}",
            })
    void goodDocumentsAreAccepted(String json) {
        assertThat(check(json)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"text\":\"t\"}                                                     | missing-value    | id",
                "{\"id\":\"\",\"text\":\"t\"}                                         | missing-value    | id",
                "{\"id\":1,\"text\":\"t\"}                                            | wrong-type       | id",
                "{\"id\":\"\\ud800\",\"text\":\"t\"}                                  | invalid-value    | id",
                "{\"id\":\"1\"}                                                       | missing-value    | text",
                "{\"id\":\"1\",\"text\":\"  \"}                                       | missing-value    | text",
                "{\"id\":\"1\",\"text\":\"t\",\"text\":\"u\"}                         | malformed-json   |",
                "{\"id\":\"1\",\"text\":\"t\",\"fields\":{\"year\":1.0}}              | wrong-type       | fields.year",
                "{\"id\":\"1\",\"text\":\"t\",\"fields\":{\"year\":9223372036854775808}} | wrong-type    | fields.year",
                "{\"id\":\"1\",\"text\":\"t\",\"fields\":{\"year\":[1,null]}}         | wrong-type       | fields.year",
                "{\"id\":\"1\",\"text\":\"t\",\"fields\":{\"price\":1e999}}           | wrong-type       | fields.price",
                "{\"id\":\"1\",\"text\":\"t\",\"fields\":{\"sold\":\"true\"}}         | wrong-type       | fields.sold",
                "{\"id\":\"1\",\"text\":\"t\",\"fields\":{\"day\":\"1st of May\"}}    | wrong-type       | fields.day",
                "{\"id\":\"1\",\"text\":\"t\",\"fields\":{\"tag\":{\"a\":1}}}         | wrong-type       | fields.tag",
                "{\"id\":\"1\",\"text\":\"t\",\"fields\":{\"other\":1}}               | undeclared-field | fields.other",
                "{\"id\":\"1\",\"text\":\"t\",\"fields\":[]}                          | wrong-type       | fields",
                "{\"id\":\"1\",\"text\":\"t\",\"nonsense\":1}                         | unknown-property | nonsense",
                "{\"id\":\"1\",\"vector\":[1,2,3]}                                    | wrong-dimensions | vector",
                "{\"id\":\"1\",\"vector\":[1,1e39]}                                   | invalid-value    | vector",
                "{\"id\":\"1\",\"vector\":[0,0]}                                      | invalid-value    | vector",
                "{\"id\":\"1\",\"vector\":[1,\"2\"]}                                  | wrong-type       | vector",
                "{\"id\":\"1\",\"vector\":\"not base64!\"}                            | wrong-type       | vector",
                "{\"id\":\"1\",\"text\":\"t\"} x                                      | malformed-json   |",
                "[]                                                                   | wrong-type       |",
                "null                                                                 | wrong-type       |",
                "7                                                                    | wrong-type       |",
            })
    void badOnesAreRefusedByTypeAndField(String json, String type, String field) {
        Problem problem = check(json).orElseThrow();
        assertThat(problem.type()).isEqualTo("https://vicinal.io/problems/" + type);
        assertThat(problem.field()).isEqualTo(field);
        assertThat(problem.detail())
                .doesNotContain("java.", "`", "jackson", "Source:")
                .endsWith(".");
    }

    @Test
    void onlyUtf8IsRead() {
        assertThat(problem("{\"id\":\"1\",\"text\":\"t\"}".getBytes(java.nio.charset.StandardCharsets.UTF_16LE)))
                .isEqualTo("https://vicinal.io/problems/malformed-json");
        byte[] broken = "{\"id\":\"1\",\"text\":\"??\"}".getBytes(UTF_8);
        broken[broken.length - 3] = (byte) 0xc3;
        assertThat(problem(broken)).isEqualTo("https://vicinal.io/problems/malformed-json");
        assertThat(problem(new byte[0])).isEqualTo("https://vicinal.io/problems/malformed-json");
    }

    private static String problem(byte[] json) {
        try {
            DocumentParser.parse(json);
            return "none";
        } catch (ProblemException e) {
            return e.problem().type();
        }
    }

    @Test
    void withoutAModelEveryDocumentBringsItsVector() {
        Collection own = new Collection(
                "c", 1, Collection.NO_MODEL, 2, 1, Map.of(), Chunking.WHOLE, VectorFormat.INT8, Instant.EPOCH);
        assertThat(DocumentRules.check(new Document("1", null, "text", null, new float[] {1, 2}), own))
                .isEmpty();
        assertThat(DocumentRules.check(new Document("1", null, null, null, new float[] {1, 2}), own))
                .isEmpty();
        for (float[] wrong : new float[][] {null, {1}, {0, 0}, {1, Float.NaN}}) {
            assertThat(DocumentRules.check(new Document("1", null, "text", null, wrong), own))
                    .hasValueSatisfying(problem -> assertThat(problem.field()).isEqualTo("vector"));
        }
    }
}
