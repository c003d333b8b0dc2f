package io.vicinal.onnx.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vicinal.onnx.encode.EncoderSettings;
import io.vicinal.onnx.encode.TextEncoder;
import io.vicinal.onnx.schedule.Deadline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFilesTest {
    @TempDir
    Path folder;

    @BeforeEach
    void wholeFolder() throws IOException {
        copy("/bge-small-en-v1.5-q.onnx", "onnx/model_quantized.onnx");
        copy("/bge-small-en-v1.5-q-tokenizer.json", "tokenizer.json");
    }

    @Test
    void opensAFolderDescribedByItsOwnFile() throws Exception {
        write("vicinal-model.yaml", "pooling: mean\nquery_prefix: 'query: '\nmax_tokens: 256\n");
        EncoderSettings one = new EncoderSettings(1, EncoderSettings.DEFAULT.schedule());
        try (TextEncoder encoder = TextEncoder.open(folder.toString(), one, new SimpleMeterRegistry())) {
            assertThat(encoder.name()).isEqualTo(folder.getFileName().toString());
            assertThat(encoder.profile())
                    .isEqualTo(ModelProfile.dense(Pooling.MEAN, 256).withPrompts(Map.of("query", "query: ")));
            assertThat(encoder.encodeQuery("x", Deadline.none()).get().dense()).hasSize(384);
        }
    }

    @Test
    void readsTheFilesOfSentenceTransformers() throws Exception {
        write("1_Pooling/config.json", "{\"word_embedding_dimension\":384,\"pooling_mode_cls_token\":true}");
        write("sentence_bert_config.json", "{\"max_seq_length\":128}");
        write("config_sentence_transformers.json", "{\"prompts\":{\"query\":\"q: \",\"passage\":\"p: \"}}");
        write("modules.json", """
                [{"path":"","type":"sentence_transformers.models.Transformer"},
                 {"path":"1_Pooling","type":"sentence_transformers.models.Pooling"},
                 {"path":"2_Normalize","type":"sentence_transformers.models.Normalize"}]""");
        assertThat(ModelFiles.find(folder.toString()).profile())
                .isEqualTo(ModelProfile.dense(Pooling.CLS, 128).withPrompts(Map.of("query", "q: ", "passage", "p: ")));
    }

    @Test
    void saysInOneSentenceWhatIsMissing() throws Exception {
        refused("expected vicinal-model.yaml or 1_Pooling/config.json");
        write("vicinal-model.yaml", "pooling: cls\nmax_token: 5\n");
        refused("max_token");
        Files.delete(folder.resolve("onnx/model_quantized.onnx"));
        refused("model.onnx");
        Files.delete(folder.resolve("tokenizer.json"));
        refused("expected tokenizer.json");
        assertThatThrownBy(() -> ModelFiles.find("no-such-model"))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("no-such-model");
    }

    @Test
    void refusesAGraphThatIsNone() throws Exception {
        write("vicinal-model.yaml", "pooling: cls\nmax_tokens: 512\n");
        write("model.onnx", "not a graph");
        assertThatThrownBy(
                        () -> TextEncoder.open(folder.toString(), EncoderSettings.DEFAULT, new SimpleMeterRegistry()))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("expected to be ONNX");
    }

    @Test
    void refusesAFolderWhosePoolingIsNotOne() throws Exception {
        write("1_Pooling/config.json", "{\"pooling_mode_lasttoken\":true,\"pooling_mode_max_tokens\":true}");
        refused("chooses [pooling_mode_lasttoken, pooling_mode_max_tokens]");
    }

    private void refused(String part) {
        assertThatThrownBy(() -> ModelFiles.find(folder.toString()))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(part);
    }

    private void write(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private void copy(String resource, String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        try (var stream = ModelFilesTest.class.getResourceAsStream(resource)) {
            Files.copy(stream, file);
        }
    }
}
