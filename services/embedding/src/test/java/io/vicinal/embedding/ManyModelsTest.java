package io.vicinal.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.vicinal.contracts.collection.Chunking;
import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.contracts.json.Json;
import io.vicinal.kafka.provision.CollectionTopics;
import io.vicinal.kafka.registry.CollectionRegistry;
import io.vicinal.testkit.broker.TestBroker;
import io.vicinal.testkit.broker.WithBroker;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Models that come and go while requests do. */
@WithBroker
@Timeout(120)
class ManyModelsTest {
    private static final String DEFAULT = "bge-small-en-v1.5";

    @TempDir
    static Path folder;

    private static EmbeddingService service;
    private static String bootstrapServers;

    @BeforeAll
    static void start(TestBroker broker) throws Exception {
        bootstrapServers = broker.bootstrapServers();
        ModelFolders.make(folder.resolve("models/mean"), "pooling: mean\nmax_tokens: 64\nquery_prefix: 'q: '\n");
        ModelFolders.make(folder.resolve("models/our/mean"), "pooling: mean\nmax_tokens: 128\n");
        ModelFolders.make(folder.resolve("elsewhere"), "pooling: mean\nmax_tokens: 32\n");
        Files.createDirectories(folder.resolve("models/broken"));
        service = start(folder.resolve("data"));
    }

    private static EmbeddingService start(Path data) {
        return new EmbeddingService(
                bootstrapServers,
                "vicinal.onnx.sessions=1",
                "vicinal.embedding.max-models=3",
                "vicinal.embedding.models-folder=" + folder.resolve("models"),
                "vicinal.embedding.data=" + data,
                "HF_HUB_OFFLINE=1",
                "HF_HOME=" + folder.resolve("hub"));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void loadsAModelUsesItAndUnloadsIt() throws Exception {
        assertThat(load("mean").status()).isEqualTo(200);
        JsonNode listed = service.get("/v1/models").json().path("data");
        assertThat(listed.valueStream().map(model -> model.path("id").asString()))
                .startsWith(DEFAULT)
                .contains("mean");
        JsonNode mean = service.get("/v1/models/mean").json();
        assertThat(mean.path("max_input_tokens").asInt()).isEqualTo(64);
        assertThat(mean.path("dimensions").asInt()).isEqualTo(384);
        assertThat(mean.path("provider").asString()).isEqualTo("cpu");
        assertThat(mean.path("default").asBoolean()).isFalse();
        assertThat(vector("mean", "a cat")).hasSize(384).isNotEqualTo(vector(DEFAULT, "a cat"));
        assertThat(vector("mean", "a cat")).as("now from the cache").isEqualTo(vector("mean", "a cat"));

        EmbeddingService.Answer gone = service.delete("/v1/models/mean");
        assertThat(gone.json())
                .isEqualTo(Json.mapper().readTree("{\"id\":\"mean\",\"object\":\"model\",\"deleted\":true}"));
        assertThat(service.get("/v1/models/mean").status()).isEqualTo(404);
        EmbeddingService.Answer unknown = service.post("/v1/embeddings", "{\"model\":\"mean\",\"input\":\"a cat\"}");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.json().at("/error/code").asString()).isEqualTo("model_not_found");
        assertThatThrownBy(() -> service.bean(MeterRegistry.class)
                        .get("vicinal.onnx.queue.texts")
                        .tag("model", "mean")
                        .gauge())
                .isInstanceOf(RuntimeException.class);
    }

    @Test
    void anIdMayHoldASlash() throws Exception {
        assertThat(load("our/mean").json().path("id").asString()).isEqualTo("our/mean");
        assertThat(service.get("/v1/models/our/mean")
                        .json()
                        .path("max_input_tokens")
                        .asInt())
                .isEqualTo(128);
        assertThat(service.get("/v1/models/our%2Fmean").json().path("id").asString())
                .isEqualTo("our/mean");
        assertThat(vector("our/mean", "a cat")).hasSize(384);
        assertThat(service.delete("/v1/models/our%2Fmean").status()).isEqualTo(200);
        assertThat(service.get("/v1/models/our/mean").status()).isEqualTo(404);
    }

    @Test
    void loadsOnceWhatManyAskForAtOnce() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> all = IntStream.range(0, 8)
                .mapToObj(_ -> service.begin("/v1/models", "{\"model\":\"mean\"}"))
                .toList();
        assertThat(all.stream().map(one -> one.join().body()).distinct()).hasSize(1);
        assertThat(all).allSatisfy(one -> assertThat(one.join().statusCode()).isEqualTo(200));
        service.delete("/v1/models/mean");
        assertThat(load(DEFAULT).json().path("status").asString()).isEqualTo("loaded");
        assertThat(service.get("/v1/models").json().path("data").size()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "broken",
                "../elsewhere",
                "..",
                ".",
                "/etc",
                "mean/../../elsewhere",
                "models/mean",
                "no/such-model",
                "none",
                "a b",
            })
    void loadsNothingElse(String model) {
        EmbeddingService.Answer answer = load(model);
        assertThat(answer.status()).as(answer.http().body()).isEqualTo(400);
        assertThat(answer.json().at("/error/param").asString()).isEqualTo("model");
        assertThat(answer.json().at("/error/message").asString())
                .isNotBlank()
                .doesNotContain("Exception", "io.vicinal");
        assertThat(service.post("/embed", "{\"inputs\":\"next\"}").status()).isEqualTo(200);
    }

    @Test
    void saysWhyAModelCannotBeLoaded() {
        assertThat(load("broken").json().at("/error/message").asString()).contains("tokenizer.json");
        assertThat(load("no/such-model").json().at("/error/message").asString()).contains("HF_HUB_OFFLINE");
        assertThat(service.post("/v1/models", "{}").status()).isEqualTo(400);
    }

    @Test
    void keepsTheDefaultModelAndWhatACollectionUses() throws Exception {
        assertThat(service.delete("/v1/models/" + DEFAULT).status()).isEqualTo(409);
        assertThat(service.delete("/v1/models/none").status()).isEqualTo(404);
        load("mean");
        Collection collection = new Collection(
                "uses-mean", 1, "mean", 384, 1, Map.of(), new Chunking(64, 0), VectorFormat.INT8, Instant.now());
        CollectionRegistry registry = service.bean(CollectionRegistry.class);
        service.bean(CollectionTopics.class).createFixed().get();
        service.bean(CollectionTopics.class).create(collection).get();
        registry.put(collection).get();
        EmbeddingService.Answer refused = service.delete("/v1/models/mean");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().at("/error/message").asString()).contains("uses-mean");
        assertThat(vector("mean", "a cat")).hasSize(384);
        registry.remove("uses-mean").get();
        assertThat(service.delete("/v1/models/mean").status()).isEqualTo(200);
    }

    @Test
    void takesNoMoreThanItMay() throws Exception {
        load("mean");
        load("our/mean");
        ModelFolders.make(folder.resolve("models/third"), "pooling: cls\nmax_tokens: 64\n");
        EmbeddingService.Answer refused = load("third");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().at("/error/message").asString()).contains("3 models");
        service.delete("/v1/models/mean");
        service.delete("/v1/models/our/mean");
    }

    @Test
    void remembersOverARestartWhatWasLoaded() throws Exception {
        Path data = folder.resolve("remembering");
        try (EmbeddingService first = start(data)) {
            assertThat(first.post("/v1/models", "{\"model\":\"mean\"}").status())
                    .isEqualTo(200);
            assertThat(first.post("/v1/models", "{\"model\":\"our/mean\"}").status())
                    .isEqualTo(200);
            assertThat(first.delete("/v1/models/our/mean").status()).isEqualTo(200);
        }
        try (EmbeddingService second = start(data)) {
            assertThat(second.get("/v1/models").json().path("data").size()).isEqualTo(2);
            assertThat(second.get("/v1/models/mean").status()).isEqualTo(200);
        }
    }

    @Test
    void everyRequestIsAnsweredWhileItsModelGoesAndComes() throws Exception {
        for (int round = 0; round < 3; round++) {
            assertThat(load("mean").status()).isEqualTo(200);
            List<CompletableFuture<HttpResponse<String>>> inFlight = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                inFlight.add(service.begin("/v1/embeddings", request(i % 4 == 0 ? 50 : 1, round * 100 + i)));
                if (i == 20) {
                    inFlight.getFirst().join();
                    assertThat(service.delete("/v1/models/mean").status()).isEqualTo(200);
                }
            }
            List<HttpResponse<String>> answers =
                    inFlight.stream().map(CompletableFuture::join).toList();
            assertThat(answers).allSatisfy(answer -> {
                assertThat(answer.statusCode()).as(answer.body()).isIn(200, 404, 429, 503);
                JsonNode json = Json.mapper().readTree(answer.body());
                assertThat(json.has(answer.statusCode() == 200 ? "data" : "error"))
                        .isTrue();
            });
            assertThat(answers.subList(0, 20))
                    .as("those before it finish first")
                    .allMatch(answer -> answer.statusCode() == 200);
            assertThat(answers.subList(21, 40)).as("those after it").allMatch(answer -> answer.statusCode() == 404);
        }
        assertThat(service.post("/embed", "{\"inputs\":\"next\"}").status()).isEqualTo(200);
    }

    private static String request(int texts, int salt) {
        return IntStream.range(0, texts)
                .mapToObj(i -> "\"" + "word ".repeat(30) + salt + " " + i + "\"")
                .collect(Collectors.joining(",", "{\"model\":\"mean\",\"input\":[", "]}"));
    }

    private static EmbeddingService.Answer load(String model) {
        return service.post("/v1/models", Json.mapper().writeValueAsString(Map.of("model", model)));
    }

    private static float[] vector(String model, String text) {
        EmbeddingService.Answer answer =
                service.post("/v1/embeddings", Json.mapper().writeValueAsString(Map.of("model", model, "input", text)));
        assertThat(answer.json().path("model").asString()).isEqualTo(model);
        return Json.mapper().convertValue(answer.json().at("/data/0/embedding"), float[].class);
    }
}
