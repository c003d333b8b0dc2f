package io.vicinal.onnx.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.testkit.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The descriptions shown in docs/models.md are such as are read. */
class DocumentedModelsTest {
    private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path folder;

    @Test
    void readsEachDescriptionThatIsShown() throws Exception {
        String page = Files.readString(Repository.root().resolve("docs/models.md"));
        List<String> shown =
                YAML.matcher(page).results().map(block -> block.group(1)).toList();
        new SafetensorsFile()
                .with("linear.weight", "F32", "[2,1]", 1, 2)
                .write(folder.resolve("2_Dense/model.safetensors"));
        Files.writeString(
                folder.resolve("2_Dense/config.json"), "{\"in_features\":1,\"out_features\":2,\"bias\":false}");
        List<ModelKind> kinds = shown.stream().map(this::kind).toList();
        assertThat(kinds).containsExactly(ModelKind.values());
    }

    private ModelKind kind(String yaml) {
        try {
            Files.writeString(folder.resolve(VicinalModelFile.NAME), yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return VicinalModelFile.read(new JsonFolder(folder)).kind();
    }
}
