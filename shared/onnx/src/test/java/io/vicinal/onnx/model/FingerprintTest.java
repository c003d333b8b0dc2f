package io.vicinal.onnx.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.testkit.model.TinyModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FingerprintTest {
    @TempDir
    Path temporary;

    @Test
    void isTheSameForTheSameModelWhereverItLies() {
        String one = fingerprint(TinyModels.dense(temporary.resolve("one")));
        assertThat(one).matches("[0-9a-f]{64}");
        assertThat(fingerprint(TinyModels.dense(temporary.resolve("other")))).isEqualTo(one);
    }

    @Test
    void changesWithTheGraphItsWeightsTheTokenizerAndTheProfile() throws Exception {
        Path folder = temporary.resolve("model");
        Set<String> seen = new LinkedHashSet<>();
        seen.add(fingerprint(TinyModels.dense(folder)));
        seen.add(fingerprint(TinyModels.nan(folder)));
        Files.writeString(folder.resolve("model.onnx_data"), "weights");
        seen.add(fingerprint(folder));
        seen.add(fingerprint(TinyModels.withUnknownWord(folder)));
        Files.writeString(folder.resolve("vicinal-model.yaml"), "pooling: cls\nmax_tokens: 64\n");
        seen.add(fingerprint(folder));
        Files.writeString(folder.resolve("vicinal-model.yaml"), "pooling: cls\nmax_tokens: 64\ndense_modules: [d]\n");
        new SafetensorsFile()
                .with("linear.weight", "F32", "[1,4]", 1, 2, 3, 4)
                .write(folder.resolve("d/model.safetensors"));
        Files.writeString(folder.resolve("d/config.json"), "{\"in_features\":4,\"out_features\":1,\"bias\":false}");
        seen.add(fingerprint(folder));
        new SafetensorsFile()
                .with("linear.weight", "F32", "[1,4]", 1, 2, 3, 5)
                .write(folder.resolve("d/model.safetensors"));
        seen.add(fingerprint(folder));
        assertThat(seen).hasSize(7);
    }

    @Test
    void tellsTheModelsOfTheClassPathApart() {
        assertThat(ModelFiles.find("all-minilm-l6-v2").fingerprint())
                .isNotEqualTo(ModelFiles.find("e5-small-v2").fingerprint());
    }

    private static String fingerprint(Path folder) {
        return ModelFiles.find(folder.toString()).fingerprint();
    }
}
