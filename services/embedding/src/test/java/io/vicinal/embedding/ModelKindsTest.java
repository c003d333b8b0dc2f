package io.vicinal.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.networknt.schema.dialect.Dialects;
import io.vicinal.contracts.json.Json;
import io.vicinal.testkit.broker.TestBroker;
import io.vicinal.testkit.broker.WithBroker;
import io.vicinal.testkit.model.TinyModels;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Models that are not dense, or not as they should be, over HTTP. */
@WithBroker
@Timeout(60)
class ModelKindsTest {
    @TempDir
    static Path folder;

    private static EmbeddingService service;

    @BeforeAll
    static void start(TestBroker broker) throws Exception {
        TinyModels.sparse(folder.resolve("splade"));
        TinyModels.nan(folder.resolve("nan"));
        TinyModels.crossEncoder(folder.resolve("pairs"), 1);
        TinyModels.lateInteraction(folder.resolve("tokens"));
        Path prompted = TinyModels.dense(folder.resolve("prompted"));
        Files.writeString(
                prompted.resolve("vicinal-model.yaml"),
                "pooling: mean\nmax_tokens: 64\ndeterministic: true\nmatryoshka_dimensions: [2, 4]\n"
                        + "prompts: {query: 'red ', tagging: 'blue '}\n");
        service = new EmbeddingService(
                broker.bootstrapServers(),
                "vicinal.embedding.model=splade",
                "vicinal.embedding.models=nan,pairs,tokens,prompted",
                "vicinal.embedding.models-folder=" + folder);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void givesTheWordsOfASparseModel() throws Exception {
        JsonNode answer = service.post("/embed_sparse", "{\"inputs\":[\"red\",\"red green\"]}")
                .json();
        new PublishedSchemas("tei-openapi.json", Dialects.getOpenApi30()).assertValid(answer, "EmbedSparseResponse");
        assertThat(answer.get(0).valueStream().map(word -> word.path("index").asInt()))
                .containsExactly(9, 10);
        assertThat(answer.get(0).get(0).path("value").asDouble()).isCloseTo(Math.log(3), within(1e-5));
        assertThat(answer.get(1).get(1).path("value").asDouble()).isCloseTo(Math.log(4), within(1e-5));
    }

    @Test
    void saysWhatAModelDoesNotDo() {
        EmbeddingService.Answer tei = service.post("/embed", "{\"inputs\":\"red\"}");
        assertThat(tei.status()).isEqualTo(424);
        assertThat(tei.json().path("error").asString()).contains("splade", "sparse", "no dense vectors");
        for (String model : List.of("splade", "pairs", "tokens")) {
            EmbeddingService.Answer openAi = embed(model, "red", "");
            assertThat(openAi.status()).as(openAi.http().body()).isEqualTo(400);
            assertThat(openAi.json().at("/error/code").asString()).isEqualTo("model_not_supported");
        }
        assertThat(service.post("/embed_all", "{\"inputs\":\"red\"}").status()).isEqualTo(424);
        assertThat(service.post("/similarity", "{\"inputs\":{\"source_sentence\":\"a\",\"sentences\":[\"b\"]}}")
                        .status())
                .isEqualTo(424);
    }

    @Test
    void showsEachModelsLimits() throws Exception {
        JsonNode info = service.get("/info").json();
        new PublishedSchemas("tei-openapi.json", Dialects.getOpenApi30()).assertValid(info, "Info");
        assertThat(info.path("kind").asString()).isEqualTo("sparse");
        assertThat(info.path("models")
                        .valueStream()
                        .map(model -> model.path("kind").asString()))
                .containsExactly("sparse", "dense", "cross-encoder", "late-interaction", "dense");
        JsonNode prompted = service.get("/v1/models/prompted").json();
        assertThat(prompted.path("matryoshka_dimensions").toString()).isEqualTo("[2,4]");
        assertThat(prompted.path("prompts").toString()).contains("tagging");
        assertThat(prompted.path("deterministic").asBoolean()).isTrue();
        assertThat(prompted.path("fingerprint").asString()).hasSize(64);
    }

    @Test
    void cutsVectorsOnlyWhereTheModelWasTrainedForIt() {
        assertThat(vector(embed("prompted", "red green", ",\"dimensions\":2"))).hasSize(2);
        assertThat(vector(embed("prompted", "red green", ",\"dimensions\":4"))).hasSize(4);
        EmbeddingService.Answer refused = embed("prompted", "red green", ",\"dimensions\":3");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().at("/error/message").asString()).contains("[2, 4]");
    }

    @Test
    void putsThePromptInFrontThatIsNamed() {
        assertThat(vector(embed("prompted", "green", ",\"prompt_name\":\"tagging\"")))
                .isEqualTo(vector(embed("prompted", "blue green", "")));
        assertThat(vector(embed("prompted", "green", ",\"prompt_name\":\"query\"")))
                .isEqualTo(vector(embed("prompted", "red green", "")));
        assertThat(vector(embed("prompted", "green", ",\"prompt_name\":\"document\"")))
                .isEqualTo(vector(embed("prompted", "green", "")));
        EmbeddingService.Answer refused = embed("prompted", "green", ",\"prompt_name\":\"none\"");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().at("/error/message").asString()).contains("query, passage, document, tagging");
        assertThat(service.post("/embed_sparse", "{\"inputs\":\"green\",\"prompt_name\":\"none\"}")
                        .status())
                .isEqualTo(422);
    }

    @Test
    void aTextThatGivesNoNumbersFailsAloneAndTheNextIsServed() {
        EmbeddingService.Answer failed = embed("nan", "broken", "");
        assertThat(failed.status()).isEqualTo(500);
        assertThat(failed.json().at("/error/type").asString()).isEqualTo("server_error");
        assertThat(failed.json().at("/error/message").asString())
                .contains("could not encode")
                .doesNotContain("Exception", "io.vicinal");
        assertThat(service.post("/v1/embeddings", "{\"model\":\"nan\",\"input\":[\"red\",\"broken\"]}")
                        .status())
                .isEqualTo(500);
        assertThat(vector(embed("nan", "red green", ""))).hasSize(4);
    }

    @Test
    void givesNumbersOfTheTypeThatIsAskedFor() {
        float[] exact = vector(embed("prompted", "red green", ""));
        for (String type : List.of("float16", "bfloat16", "int8", "float32")) {
            float[] numbers = vector(embed("prompted", "red green", ",\"output_dtype\":\"" + type + "\""));
            ByteBuffer packed = packed("red green", type);
            double scale = type.equals("int8") ? 127 : 1;
            double close = type.equals("int8") ? 0.5 / 127 : type.equals("bfloat16") ? 1.0 / 256 : 1.0 / 2048;
            for (int d = 0; d < exact.length; d++) {
                assertThat(numbers[d] / scale).as(type).isCloseTo(exact[d], within(close));
                assertThat(unpacked(packed, type)).as(type).isEqualTo(numbers[d]);
            }
            assertThat(packed.hasRemaining()).isFalse();
        }
        assertThat(embed("prompted", "red", ",\"output_dtype\":\"int4\"").status())
                .isEqualTo(400);
    }

    private static ByteBuffer packed(String text, String type) {
        String options = ",\"encoding_format\":\"base64\",\"output_dtype\":\"" + type + "\"";
        String base64 =
                embed("prompted", text, options).json().at("/data/0/embedding").asString();
        return ByteBuffer.wrap(Base64.getDecoder().decode(base64)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static float unpacked(ByteBuffer packed, String type) {
        return switch (type) {
            case "float32" -> packed.getFloat();
            case "float16" -> Float.float16ToFloat(packed.getShort());
            case "bfloat16" -> Float.intBitsToFloat(packed.getShort() << 16);
            default -> packed.get();
        };
    }

    private static EmbeddingService.Answer embed(String model, String text, String options) {
        return service.post("/v1/embeddings", "{\"model\":\"%s\",\"input\":\"%s\"%s}".formatted(model, text, options));
    }

    private static float[] vector(EmbeddingService.Answer answer) {
        assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
        return Json.mapper().convertValue(answer.json().at("/data/0/embedding"), float[].class);
    }
}
