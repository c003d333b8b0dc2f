package io.vicinal.onnx.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vicinal.onnx.model.Expansion;
import io.vicinal.onnx.model.Head;
import io.vicinal.onnx.model.ModelException;
import io.vicinal.onnx.model.ModelFiles;
import io.vicinal.onnx.model.ModelProfile;
import io.vicinal.onnx.model.Pooling;
import io.vicinal.onnx.model.SafetensorsFile;
import io.vicinal.onnx.model.ScoreActivation;
import io.vicinal.onnx.model.SparseActivation;
import io.vicinal.onnx.model.SparsePooling;
import io.vicinal.onnx.schedule.Deadline;
import io.vicinal.onnx.schedule.Flow;
import io.vicinal.testkit.model.TinyModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders as sentence-transformers, PyLate and transformers leave them. */
class SentenceTransformersFolderTest {
    private static final Offset<Float> NEAR = within(1e-5f);
    private static final String TRANSFORMER = "{\"path\":\"\",\"type\":\"sentence_transformers.models.Transformer\"}";
    private static final String DENSE = "{\"path\":\"2_Dense\",\"type\":\"sentence_transformers.models.Dense\"}";
    private static final String POOLING = "{\"path\":\"1_Pooling\",\"type\":\"sentence_transformers.models.Pooling\"}";

    @TempDir
    Path folder;

    @Test
    void poolsProjectsAndNamesItsPrompts() throws Exception {
        TinyModels.dense(folder);
        modules(TRANSFORMER, POOLING, DENSE);
        write("1_Pooling/config.json", "{\"pooling_mode_mean_tokens\":true,\"pooling_mode_cls_token\":false}");
        write("sentence_bert_config.json", "{\"max_seq_length\":32}");
        write(
                "config_sentence_transformers.json",
                "{\"prompts\":{\"query\":\"red \",\"plain\":\"blue \"},\"default_prompt_name\":\"plain\"}");
        dense(4, 2, "Tanh");
        new SafetensorsFile()
                .with("linear.weight", "F16", "[2,4]", 1, 1, 0, 0, 0, 0, 0, -1)
                .with("linear.bias", "F32", "[2]", 0.5f, 0.25f)
                .write(folder.resolve("2_Dense/model.safetensors"));
        ModelProfile profile = ModelFiles.find(folder.toString()).profile();
        assertThat(profile.pooling()).isEqualTo(Pooling.MEAN);
        assertThat(((Head.Dense) profile.head()).normalised()).isFalse();
        assertThat(profile.prompts()).isEqualTo(Map.of("query", "red ", "plain", "blue "));
        assertThat(profile.queryPrefix()).isEqualTo("red ");
        assertThat(profile.passagePrefix()).isEqualTo("blue ");
        assertThat(profile.maxTokens()).isEqualTo(32);
        try (TextEncoder encoder = open()) {
            assertThat(encoder.dimensions()).isEqualTo(2);
            long[] ids = encoder.tokenizer().encode("red green").ids();
            float[] vector = encoder.encode(Flow.interactive(), ids, encoder.dense(2, false), Deadline.none())
                    .get();
            // pooled: 0.25 0.5 0 0.75
            assertThat(vector).containsExactly(new float[] {(float) Math.tanh(1.25), (float) Math.tanh(-0.5)}, NEAR);
        }
    }

    @Test
    void refusesADenseModuleThatDoesNotFit() throws Exception {
        TinyModels.dense(folder);
        modules(TRANSFORMER, POOLING, DENSE);
        write("1_Pooling/config.json", "{\"pooling_mode_mean_tokens\":true}");
        write("sentence_bert_config.json", "{\"max_seq_length\":32}");
        dense(3, 1, "Identity");
        write("2_Dense/pytorch_model.bin", "");
        refused("expected to hold model.safetensors, and holds pytorch_model.bin only");
        new SafetensorsFile()
                .with("linear.weight", "F32", "[1,3]", 1, 1, 1)
                .write(folder.resolve("2_Dense/model.safetensors"));
        refused("is expected to hold linear.bias, and does not");
        new SafetensorsFile()
                .with("linear.weight", "F32", "[1,3]", 1, 1, 1)
                .with("linear.bias", "F32", "[1]", 1)
                .write(folder.resolve("2_Dense/model.safetensors"));
        assertThatThrownBy(this::open)
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("is expected to read the graph's 4 dimensions, and reads 3");
        dense(3, 1, "Mish");
        refused("Identity, Tanh, ReLU, GELU or Sigmoid, and names torch.nn.modules.activation.Mish");
    }

    @Test
    void refusesModulesInAnOrderThatMeansSomethingElse() throws Exception {
        TinyModels.dense(folder);
        dense(4, 1, "Identity");
        new SafetensorsFile()
                .with("linear.weight", "F32", "[1,4]", 1, 1, 1, 1)
                .with("linear.bias", "F32", "[1]", 1)
                .write(folder.resolve("2_Dense/model.safetensors"));
        modules(TRANSFORMER, DENSE, POOLING);
        refused("in this order, and names sentence_transformers.models.Pooling after Dense");
        modules(TRANSFORMER, POOLING, "{\"type\":\"sentence_transformers.models.Normalize\"}", DENSE);
        refused("in this order, and names sentence_transformers.models.Dense after Normalize");
    }

    @Test
    void refusesModulesThatAreNotKnownOrOutsideTheFolder() throws Exception {
        TinyModels.dense(folder);
        modules(TRANSFORMER, "{\"path\":\"1_LSTM\",\"type\":\"sentence_transformers.models.LSTM\"}");
        refused("modules only, and names sentence_transformers.models.LSTM");
        modules("{\"path\":\"../2_Dense\",\"type\":\"sentence_transformers.models.Dense\"}");
        refused("to have its modules within itself, and names one at '../2_Dense'");
    }

    @Test
    void readsPyLatesSettings() throws Exception {
        TinyModels.lateInteraction(folder);
        modules(TRANSFORMER, "{\"path\":\"1_Dense\",\"type\":\"pylate.models.Dense.Dense\"}");
        write(
                "1_Dense/config.json",
                "{\"in_features\":2,\"out_features\":1,\"bias\":false,\"activation_function\":"
                        + "\"torch.nn.modules.linear.Identity\"}");
        new SafetensorsFile()
                .with("linear.weight", "F32", "[1,2]", 3, -2)
                .write(folder.resolve("1_Dense/model.safetensors"));
        write("sentence_bert_config.json", "{\"max_seq_length\":511}");
        write(
                "config_sentence_transformers.json",
                "{\"query_prefix\":\"[Q] \",\"document_prefix\":\"[D] \",\"query_length\":8,\"document_length\":48,"
                        + "\"attend_to_expansion_tokens\":true,\"do_query_expansion\":true,\"skiplist_words\":[\".\"]}");
        ModelProfile profile = ModelFiles.find(folder.toString()).profile();
        assertThat(profile.maxTokens()).isEqualTo(48);
        Head.LateInteraction head = (Head.LateInteraction) profile.head();
        assertThat(head.expansion()).isEqualTo(Expansion.ATTENDED);
        assertThat(head.queryTokens()).isEqualTo(8);
        assertThat(head.skipWords()).containsExactly(".");
        assertThat(head.specialTokens()).isTrue();
        try (TextEncoder encoder = open()) {
            assertThat(encoder.dimensions()).isEqualTo(1);
            // (a + c, b + d) of [CLS], [Q], red, ".", [SEP] and three [MASK], each · (3, -2), in the signs of those
            assertThat(tokens(encoder, profile.queryPrefix() + "red.").values())
                    .containsExactly(-1, 1, 1, -1, -1, 1, 1, 1);
            // without "."
            assertThat(tokens(encoder, profile.passagePrefix() + "red.").values())
                    .containsExactly(-1, 1, 1, -1);
        }
    }

    @Test
    void takesPyLatesDefaults() throws Exception {
        TinyModels.lateInteraction(folder);
        modules(TRANSFORMER);
        write("sentence_bert_config.json", "{\"max_seq_length\":511}");
        write("config_sentence_transformers.json", "{\"model_type\":\"ColBERT\"}");
        ModelProfile profile = ModelFiles.find(folder.toString()).profile();
        assertThat(profile.maxTokens()).isEqualTo(180);
        Head.LateInteraction head = (Head.LateInteraction) profile.head();
        assertThat(head.queryMarker()).isEqualTo("[Q] ");
        assertThat(head.queryTokens()).isEqualTo(32);
        assertThat(head.expansion()).isEqualTo(Expansion.UNATTENDED);
        assertThat(head.skipWords()).hasSize(32).contains("!", "~", "\\");
    }

    @Test
    void readsASpladeFolder() throws Exception {
        TinyModels.sparse(folder);
        modules(
                "{\"path\":\"\",\"type\":\"sentence_transformers.sparse_encoder.models.MLMTransformer\"}",
                "{\"path\":\"1_SpladePooling\",\"type\":\"sentence_transformers.sparse_encoder.models.SpladePooling\"}");
        write("1_SpladePooling/config.json", "{\"pooling_strategy\":\"sum\",\"activation_function\":\"log1p_relu\"}");
        write("config.json", "{\"max_position_embeddings\":64}");
        assertThat(ModelFiles.find(folder.toString()).profile().head())
                .isEqualTo(new Head.Sparse(SparsePooling.SUM, SparseActivation.LOG1P_RELU));
        try (TextEncoder encoder = open()) {
            long[] ids = encoder.tokenizer().encode("red green red").ids();
            SparseVector vector = encoder.encode(Flow.interactive(), ids, encoder.sparse(), Deadline.none())
                    .get();
            assertThat(vector.weights()).containsExactly(new float[] {2 * twice(2), 2 * twice(1) + twice(3)}, NEAR);
        }
        write("1_SpladePooling/config.json", "{\"pooling_strategy\":\"mean\"}");
        refused("is expected to hold one of [max, sum] as pooling_strategy, and holds mean");
    }

    @Test
    void readsACrossEncodersFolder() throws Exception {
        TinyModels.crossEncoder(folder, 3);
        Files.delete(folder.resolve("vicinal-model.yaml"));
        write("tokenizer_config.json", "{\"model_max_length\":60}");
        String config = "{\"architectures\":[\"BertForSequenceClassification\"],\"max_position_embeddings\":64,%s}";
        write("config.json", config.formatted("\"id2label\":{\"0\":\"a\",\"1\":\"b\",\"2\":\"c\"}"));
        ModelProfile profile = ModelFiles.find(folder.toString()).profile();
        assertThat(profile.head()).isEqualTo(new Head.CrossEncoder(3, ScoreActivation.IDENTITY));
        assertThat(profile.maxTokens()).isEqualTo(60);
        write(
                "config.json",
                config.formatted("\"num_labels\":3,\"sentence_transformers\":{\"activation_fn\":"
                        + "\"torch.nn.modules.activation.Softmax\"}"));
        try (TextEncoder encoder = open()) {
            PairScore score = encoder.score("red", "green blue blue", Flow.interactive(), Deadline.none())
                    .get();
            double sum = Math.exp(-1) + Math.exp(1) + Math.exp(2);
            assertThat(score.scores())
                    .containsExactly(
                            new float[] {
                                (float) (Math.exp(-1) / sum), (float) (Math.exp(1) / sum), (float) (Math.exp(2) / sum)
                            },
                            NEAR);
        }
        write("config.json", config.formatted("\"id2label\":{\"0\":\"LABEL_0\"}"));
        assertThat(ModelFiles.find(folder.toString()).profile().head())
                .isEqualTo(new Head.CrossEncoder(1, ScoreActivation.SIGMOID));
    }

    private static float twice(double logit) {
        return (float) Math.log1p(Math.log1p(logit));
    }

    private static TokenVectors tokens(TextEncoder encoder, String text) throws Exception {
        long[] ids = encoder.tokenizer().encode(text).ids();
        return encoder.encode(Flow.interactive(), ids, encoder.tokenVectors(ids), Deadline.none())
                .get();
    }

    private TextEncoder open() {
        return TextEncoder.open(
                folder.toString(),
                new EncoderSettings(1, EncoderSettings.DEFAULT.schedule()),
                new SimpleMeterRegistry());
    }

    private void refused(String part) {
        assertThatThrownBy(() -> ModelFiles.find(folder.toString()))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(part);
    }

    private void dense(int in, int out, String activation) throws IOException {
        write(
                "2_Dense/config.json",
                "{\"in_features\":%d,\"out_features\":%d,\"bias\":true,\"activation_function\":".formatted(in, out)
                        + "\"torch.nn.modules.activation.%s\"}".formatted(activation));
    }

    private void modules(String... modules) throws IOException {
        Files.deleteIfExists(folder.resolve("vicinal-model.yaml"));
        write("modules.json", "[" + String.join(",", modules) + "]");
    }

    private void write(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
