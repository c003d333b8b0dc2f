package io.vicinal.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.networknt.schema.dialect.Dialects;
import io.vicinal.contracts.json.Json;
import io.vicinal.onnx.schedule.Deadline;
import io.vicinal.testkit.broker.TestBroker;
import io.vicinal.testkit.broker.WithBroker;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What OpenAI's and TEI's clients send and get. */
@WithBroker
class ApiShapesTest {
    private static final String MODEL = "bge-small-en-v1.5";
    private static EmbeddingService service;

    @BeforeAll
    static void start(TestBroker broker) {
        service = new EmbeddingService(broker.bootstrapServers());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void answersInTheShapesThatOpenAiPublishes() throws Exception {
        PublishedSchemas openAi = new PublishedSchemas("openai-openapi-subset.json", Dialects.getOpenApi31());
        openAi.assertValid(
                service.post("/v1/embeddings", "{\"model\":\"%s\",\"input\":[\"a cat\",\"a dog\"]}".formatted(MODEL))
                        .json(),
                "CreateEmbeddingResponse");
        openAi.assertValid(service.post("/v1/embeddings", "{}").json(), "ErrorResponse");
        openAi.assertValid(service.get("/v1/models").json(), "ListModelsResponse");
        openAi.assertValid(service.get("/v1/models/" + MODEL).json(), "Model");
        openAi.assertValid(service.get("/v1/models/none").json(), "ErrorResponse");
    }

    @Test
    void answersInTheShapesThatTeiPublishes() throws Exception {
        PublishedSchemas tei = new PublishedSchemas("tei-openapi.json", Dialects.getOpenApi30());
        tei.assertValid(service.post("/embed", "{\"inputs\":\"a cat\"}").json(), "EmbedResponse");
        tei.assertValid(service.post("/embed_all", "{\"inputs\":[\"a cat\"]}").json(), "EmbedAllResponse");
        tei.assertValid(
                service.post("/similarity", "{\"inputs\":{\"source_sentence\":\"a\",\"sentences\":[\"b\",\"c\"]}}")
                        .json(),
                "SimilarityResponse");
        tei.assertValid(service.post("/tokenize", "{\"inputs\":\"a cat\"}").json(), "TokenizeResponse");
        tei.assertValid(service.post("/decode", "{\"ids\":[101,1037,102]}").json(), "DecodeResponse");
        tei.assertValid(service.get("/info").json(), "Info");
        tei.assertValid(service.post("/embed", "{\"inputs\":[]}").json(), "ErrorResponse");
        tei.assertValid(service.post("/embed_sparse", "{\"inputs\":\"a\"}").json(), "ErrorResponse");
        assertThat(service.get("/health").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                          | 400 | input
            {"input":[]}                                | 400 | input
            {"input":""}                                | 400 | input[0]
            {"input":["a"," \\n"]}                      | 400 | input[1]
            {"input":"\\ud800"}                         | 400 | surrogate
            {"input":"a\\u0000"}                        | 400 | NUL
            {"input":5}                                 | 400 | input
            {"input":[["a"]]}                           | 400 | input
            {"input":[[]]}                              | 400 | input[0]
            {"input":[101,30522]}                       | 400 | token id 30522
            {"input":[101,-1]}                          | 400 | token id -1
            {"input":"a","dimensions":0}                | 400 | dimensions
            {"input":"a","dimensions":385}              | 400 | dimensions
            {"input":"a","encoding_format":"hex"}       | 400 | encoding_format
            {"input":"a","inputs":"b"}                  | 400 | inputs
            {"input":"a","model":"none"}                | 404 | model_not_found
            {"input":                                   | 400 | JSON
            """)
    void tellsOpenAisClientsWhatIsWrong(String body, int status, String word) {
        EmbeddingService.Answer answer = service.post("/v1/embeddings", body);
        assertThat(answer.status()).as(answer.http().body()).isEqualTo(status);
        assertThat(answer.json().path("error").propertyNames())
                .containsExactlyInAnyOrder("message", "type", "param", "code");
        assertThat(answer.http().body()).contains(word).doesNotContain("Exception", "io.vicinal");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /embed        | {}                                                             | 422 | Validation
            /embed        | {"inputs":{"a":1}}                                             | 422 | Validation
            /embed        | {"inputs":"a","prompt_name":"none"}                            | 422 | Validation
            /embed        | {"inputs":"a","truncation_direction":"up"}                     | 422 | Validation
            /embed        | {"inputs":"a","dimensions":4096}                               | 422 | Validation
            /embed        | {"inputs":[]}                                                  | 400 | Empty
            /embed        | {"inputs":" "}                                                 | 400 | Empty
            /embed        | {"inputs"                                                      | 400 | Validation
            /embed_sparse | {"inputs":"a"}                                                 | 424 | Backend
            /similarity   | {"inputs":"a"}                                                 | 422 | Validation
            /similarity   | {"inputs":{"source_sentence":"a","sentences":["b",""]}}        | 400 | Empty
            /tokenize     | {"inputs":[[1]]}                                               | 422 | Validation
            /decode       | {"ids":[99999999999]}                                          | 422 | Validation
            """)
    void tellsTeisClientsWhatIsWrong(String path, String body, int status, String type) {
        EmbeddingService.Answer answer = service.post(path, body);
        assertThat(answer.status()).as(answer.http().body()).isEqualTo(status);
        assertThat(answer.json().path("error_type").asString()).isEqualTo(type);
        assertThat(answer.json().path("error").asString()).isNotBlank().doesNotContain("Exception", "io.vicinal");
    }

    @Test
    void answersAWrongMethodInTheShapeThatWasCalled() throws Exception {
        EmbeddingService.Answer openAi = service.get("/v1/embeddings");
        assertThat(openAi.status()).isEqualTo(405);
        assertThat(openAi.json().at("/error/type").asString()).isEqualTo("invalid_request_error");
        assertThat(openAi.http().headers().firstValue("allow")).contains("POST");
        EmbeddingService.Answer tei = service.get("/embed");
        assertThat(tei.status()).isEqualTo(405);
        assertThat(tei.json().path("error_type").asString()).isEqualTo("Validation");
        assertThat(service.get("/v1/embeddings/none")
                        .json()
                        .at("/error/message")
                        .asString())
                .isNotBlank();
        assertThat(service.get("/nowhere").json().path("type").asString()).endsWith("/not-found");
    }

    @Test
    void refusesMoreThanItTakesAndServesTheNext() {
        String many = "[" + "\"x\",".repeat(100_000) + "\"x\"]";
        assertThat(service.post("/v1/embeddings", "{\"input\":" + many + "}").status())
                .isEqualTo(400);
        assertThat(service.post("/embed", "{\"inputs\":" + many + "}").status()).isEqualTo(413);
        String huge = "\"" + "word ".repeat(2_000_000) + "\"";
        EmbeddingService.Answer tooLong = service.post("/v1/embeddings", "{\"input\":" + huge + "}");
        assertThat(tooLong.status()).isEqualTo(400);
        assertThat(tooLong.json().at("/error/code").asString()).isEqualTo("context_length_exceeded");
        assertThat(service.post("/embed", "{\"inputs\":" + huge + "}").status()).isEqualTo(413);
        assertThat(service.post("/embed", "{\"inputs\":\"" + "a".repeat(10_000_000) + "\"}")
                        .status())
                .isEqualTo(413);
        assertThat(service.post("/embed", "{\"inputs\":" + huge + ",\"truncate\":true}")
                        .status())
                .isEqualTo(200);
        assertThat(service.post("/embed_all", "{\"inputs\":[" + "\"x\",".repeat(32) + "\"x\"]}")
                        .status())
                .isEqualTo(413);
        assertThat(service.post("/embed", "{\"inputs\":\"next\"}").status()).isEqualTo(200);
    }

    @Test
    void truncatesAtTheSideThatWasAskedFor() {
        String head = "the first words are about cats ".repeat(200);
        String tail = "the last words are about taxes ".repeat(200);
        String body = "{\"inputs\":[\"%s\"],\"truncate\":true,\"truncation_direction\":\"%s\"}";
        String both = head + tail;
        assertThat(vector(service.post("/embed", body.formatted(both, "Right"))
                        .json()
                        .get(0)))
                .isEqualTo(vector(service.post("/embed", body.formatted(head, "Right"))
                        .json()
                        .get(0)));
        assertThat(vector(service.post("/embed", body.formatted(both, "Left"))
                        .json()
                        .get(0)))
                .isEqualTo(vector(service.post("/embed", body.formatted(tail, "Left"))
                        .json()
                        .get(0)));
    }

    @Test
    void givesTheEncodersVectorInEveryShape() throws Exception {
        float[] expected =
                service.encoder().encodeQuery("a cat", Deadline.none()).get().dense();
        assertThat(openAi("{\"input\":\"a cat\"}")).isEqualTo(expected);
        assertThat(openAi("{\"input\":[101,1037,4937,102]}")).isEqualTo(expected);
        assertThat(openAi("{\"input\":[[1037,4937]]}")).isEqualTo(expected);
        assertThat(vector(
                        service.post("/embed", "{\"inputs\":\"a cat\"}").json().get(0)))
                .isEqualTo(expected);
        byte[] packed = Base64.getDecoder()
                .decode(service.post("/v1/embeddings", "{\"input\":\"a cat\",\"encoding_format\":\"base64\"}")
                        .json()
                        .at("/data/0/embedding")
                        .asString());
        float[] unpacked = new float[384];
        ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(unpacked);
        assertThat(unpacked).isEqualTo(expected);
    }

    @Test
    void shortensAndScalesWhenAsked() {
        float[] whole = openAi("{\"input\":\"a cat\"}");
        float[] half = openAi("{\"input\":\"a cat\",\"dimensions\":192}");
        assertThat(half).hasSize(192);
        assertThat(length(half)).isCloseTo(1, within(1e-5));
        assertThat(half[7] / half[8]).isCloseTo(whole[7] / whole[8], within(1e-4f));
        float[] raw = vector(service.post("/embed", "{\"inputs\":\"a cat\",\"normalize\":false}")
                .json()
                .get(0));
        assertThat(length(raw)).isGreaterThan(1.5);
        assertThat(raw[7] / raw[8]).isCloseTo(whole[7] / whole[8], within(1e-4f));
    }

    @Test
    void companyChangesNothingInASmallOrDeterministicRequest() {
        float[] alone = openAi("{\"input\":\"a cat\"}");
        String crowd = IntStream.range(0, 200).mapToObj(i -> "\"a dog\",").reduce("", String::concat);
        float[] small = openAi("{\"input\":[\"a cat\"," + "\"a dog\",".repeat(30) + "\"the end\"]}");
        float[] deterministic = openAi("{\"deterministic\":true,\"input\":[\"a cat\"," + crowd + "\"the end\"]}");
        float[] shared = openAi("{\"input\":[\"a cat\"," + crowd + "\"the end\"]}");
        assertThat(small).isEqualTo(alone);
        assertThat(deterministic).isEqualTo(alone);
        double cosine =
                IntStream.range(0, 384).mapToDouble(d -> shared[d] * alone[d]).sum();
        assertThat(cosine).isGreaterThan(0.98);
    }

    @Test
    void countsOffsetsInCodePointsAsTeiDoes() {
        JsonNode tokens =
                service.post("/tokenize", "{\"inputs\":\"😀 cat\"}").json().get(0);
        JsonNode cat = tokens.get(tokens.size() - 2);
        assertThat(List.of(
                        cat.get("text").asString(),
                        cat.get("start").asInt(),
                        cat.get("stop").asInt()))
                .isEqualTo(List.of("cat", 2, 5));
        assertThat(service.post("/decode", "{\"ids\":[101,1037,4937,102]}")
                        .json()
                        .get(0)
                        .asString())
                .isEqualTo("a cat");
    }

    private static float[] openAi(String body) {
        return vector(service.post("/v1/embeddings", body).json().at("/data/0/embedding"));
    }

    private static float[] vector(JsonNode numbers) {
        return Json.mapper().convertValue(numbers, float[].class);
    }

    private static double length(float[] vector) {
        return Math.sqrt(IntStream.range(0, vector.length)
                .mapToDouble(d -> (double) vector[d] * vector[d])
                .sum());
    }
}
