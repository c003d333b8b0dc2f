package io.vicinal.embedding.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.MeterRegistry;
import io.vicinal.contracts.embedding.EmbeddingApi;
import io.vicinal.contracts.embedding.EmbeddingApi.SparseText;
import io.vicinal.contracts.embedding.QueryWeights;
import io.vicinal.contracts.embedding.SparseEmbedding;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.embedding.EmbeddingService;
import io.vicinal.testkit.broker.TestBroker;
import io.vicinal.testkit.broker.WithBroker;
import io.vicinal.testkit.model.TinyModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Queries as sparse models weigh them, by the whole service. */
@WithBroker
@Timeout(60)
class SparseQueryTest {
    @TempDir
    static Path folder;

    private static EmbeddingService service;
    private static EmbeddingApi api;

    @BeforeAll
    static void start(TestBroker broker) throws Exception {
        TinyModels.dense(folder.resolve("dense"));
        TinyModels.sparse(folder.resolve("splade"));
        Path prefixed = TinyModels.sparse(folder.resolve("prefixed"));
        Files.writeString(
                prefixed.resolve("vicinal-model.yaml"), "kind: sparse\nmax_tokens: 16\nprompts: {query: 'blue '}\n");
        service = new EmbeddingService(
                broker.bootstrapServers(),
                "vicinal.embedding.model=dense",
                "vicinal.embedding.models=splade,prefixed",
                "vicinal.embedding.models-folder=" + folder);
        api = service.bean(EmbeddingApi.class);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static SparseEmbedding weighed(String model, String text) {
        return Objects.requireNonNull(
                api.embedSparse(new SparseText(model, text)).block());
    }

    @Test
    void givesTheWordsWithTheirWeightsAndTexts() {
        SparseEmbedding red = weighed("splade", "red");
        QueryWeights words = red.query();
        assertThat(words.texts()).containsExactly("red", "green");
        assertThat(words.weights().words()).containsExactly(9, 10);
        assertThat(words.weights().weights()[0]).isCloseTo((float) Math.log(3), within(1e-5f));
        assertThat(words.weights().weights()[1]).isCloseTo((float) Math.log(2), within(1e-5f));
        assertThat(red.truncated()).isFalse();
        assertThat(red.left()).isZero();
        assertThat(weighed("splade", "nothing of it").query().weights().count()).isZero();
    }

    @Test
    void putsTheModelsPrefixBeforeTheQueryAndSaysWhereItCuts() {
        assertThat(weighed("prefixed", "red").query().texts()).containsExactly("red", "green", "blue");
        SparseEmbedding cut = weighed("prefixed", "green ".repeat(20) + "red");
        assertThat(cut.truncated()).isTrue();
        assertThat(cut.query().texts()).containsExactly("green", "blue");
    }

    @Test
    void weighsAQueryOnce() {
        SparseEmbedding first = weighed("splade", "green blue");
        double encoded = encoded();
        assertThat(weighed("splade", "green blue")).isSameAs(first);
        assertThat(encoded()).isEqualTo(encoded);
        weighed("splade", "blue green");
        assertThat(encoded()).isEqualTo(encoded + 1);
    }

    private static double encoded() {
        return service.bean(MeterRegistry.class)
                .get("vicinal.onnx.texts")
                .tags("model", "splade", "lane", "interactive", "outcome", "encoded")
                .counter()
                .count();
    }

    @Test
    void saysWhatEachModelIsAndRefusesAnotherKind() {
        assertThat(api.kinds().block()).isEqualTo(Map.of("dense", "dense", "splade", "sparse", "prefixed", "sparse"));
        assertThat(problem("dense", "red")).isEqualTo(ProblemType.WRONG_MODEL_KIND.uri());
        assertThat(problem("psychic", "red")).isEqualTo(ProblemType.UNKNOWN_MODEL.uri());
        assertThat(problem("splade", " ")).isEqualTo(ProblemType.MISSING_VALUE.uri());
    }

    private static String problem(String model, String text) {
        var thrown = new Object() {
            String type = "";
        };
        assertThatThrownBy(() -> weighed(model, text))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> thrown.type = e.problem().type());
        return thrown.type;
    }
}
