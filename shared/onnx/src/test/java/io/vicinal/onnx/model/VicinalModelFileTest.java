package io.vicinal.onnx.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.testkit.model.TinyModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VicinalModelFileTest {
    @TempDir
    Path folder;

    @BeforeEach
    void wholeFolder() {
        TinyModels.dense(folder);
    }

    @Test
    void describesADenseModelInFull() throws Exception {
        new SafetensorsFile()
                .with("linear.weight", "BF16", "[1,2]", 2, 4)
                .write(folder.resolve("after/model.safetensors"));
        Files.writeString(
                folder.resolve("after/config.json"),
                "{\"in_features\":2,\"out_features\":1,\"bias\":false,\"activation_function\":\"ReLU\"}");
        ModelProfile profile = described("""
                kind: dense
                pooling: lasttoken
                normalize: false
                matryoshka_dimensions: [1]
                dense_modules: [after]
                max_tokens: 100
                query_prefix: 'find: '
                prompts: {passage: 'text: ', code: 'code: '}
                default_prompt: code
                output: hidden
                deterministic: true
                """);
        assertThat(profile.kind()).isEqualTo(ModelKind.DENSE);
        Head.Dense head = (Head.Dense) profile.head();
        assertThat(head.pooling()).isEqualTo(Pooling.LAST_TOKEN);
        assertThat(head.normalised()).isFalse();
        assertThat(head.modules()).hasSize(1);
        assertThat(head.modules().getFirst().apply(new float[] {1, 0.5f})).containsExactly(4);
        assertThat(profile.matryoshkaDimensions()).containsExactly(1);
        assertThat(profile.prompts()).isEqualTo(Map.of("query", "find: ", "passage", "text: ", "code", "code: "));
        assertThat(profile.defaultPrompt()).isEqualTo("code");
        assertThat(profile.output()).isEqualTo("hidden");
        assertThat(profile.deterministic()).isTrue();
    }

    @Test
    void describesTheOtherKindsAndTheirDefaults() throws Exception {
        assertThat(described("kind: late-interaction\nmax_tokens: 64\n").head())
                .isEqualTo(new Head.LateInteraction(
                        null, null, Expansion.NONE, 0, false, LateInteractionConfig.PUNCTUATION, List.of()));
        assertThat(described("""
                                kind: late-interaction
                                max_tokens: 64
                                late_interaction:
                                  query_marker: '[Q] '
                                  document_marker: '[D] '
                                  query_expansion: unattended
                                  query_tokens: 32
                                  special_tokens: true
                                  skip_words: []
                                """).head())
                .isEqualTo(
                        new Head.LateInteraction("[Q] ", "[D] ", Expansion.UNATTENDED, 32, true, List.of(), List.of()));
        assertThat(described("kind: sparse\nmax_tokens: 64\n").head())
                .isEqualTo(new Head.Sparse(SparsePooling.MAX, SparseActivation.RELU));
        assertThat(described("kind: sparse\nmax_tokens: 64\nsparse: {pooling: sum, activation: log1p_relu}\n")
                        .head())
                .isEqualTo(new Head.Sparse(SparsePooling.SUM, SparseActivation.LOG1P_RELU));
        assertThat(described("kind: cross-encoder\nmax_tokens: 64\n").head())
                .isEqualTo(new Head.CrossEncoder(1, ScoreActivation.SIGMOID));
        assertThat(described("kind: cross-encoder\nmax_tokens: 64\ncross_encoder: {labels: 3}\n")
                        .head())
                .isEqualTo(new Head.CrossEncoder(3, ScoreActivation.IDENTITY));
    }

    @Test
    void saysWhatIsAllowed() {
        refused(
                "pooling: median\nmax_tokens: 64\n",
                "is expected to hold one of [cls, mean, max, mean_sqrt_len,"
                        + " weightedmean, lasttoken] as pooling, and holds median.");
        refused(
                "kind: dens\nmax_tokens: 64\n",
                "one of [dense, late-interaction, sparse, cross-encoder] as kind, and holds dens.");
        refused(
                "kind: cross-encoder\nmax_tokens: 64\ncross_encoder: {activation: relu}\n",
                "one of [sigmoid, softmax, identity] as activation, and holds relu.");
        refused("pooling: mean\nmax_tokens: 64\npoolin: cls\n", "and holds poolin.");
        refused("kind: sparse\nmax_tokens: 64\nsparse: {sum: true}\n", "[activation, pooling], and holds sum.");
    }

    @Test
    void saysWhatIsMissingOrAmiss() {
        refused("max_tokens: 64\n", "is expected to hold pooling, one of [cls");
        refused("pooling: cls\n", "is expected to hold max_tokens");
        refused("", "is expected to describe the model in YAML, and cannot be read: No content");
        refused("null", "is expected to hold max_tokens");
        refused("pooling: cls\nmax_tokens: 4\n", "between 8 and 65536, and is 4");
        refused("kind: sparse\npooling: cls\nmax_tokens: 64\n", "describe a sparse model, and holds pooling");
        refused("pooling: cls\nmax_tokens: 64\nquery_prefix: a\nprompts: {query: b}\n", "the prompt query once");
        refused("pooling: cls\nmax_tokens: 64\ndefault_prompt: code\n", "one of [], and is 'code'");
        refused(
                "kind: late-interaction\nmax_tokens: 64\nlate_interaction: {query_expansion: attended}\n",
                "query_expansion is expected to come with a query_marker");
        refused("pooling: cls\nmax_tokens: 64\ndense_modules: [../other]\n", "within itself");
        refused("pooling: cls\nmax_tokens: many\n", "cannot be read");
    }

    private ModelProfile described(String yaml) throws IOException {
        Files.writeString(folder.resolve("vicinal-model.yaml"), yaml);
        return ModelFiles.find(folder.toString()).profile();
    }

    private void refused(String yaml, String part) {
        assertThatThrownBy(() -> described(yaml))
                .as(yaml)
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(part);
    }
}
