package io.vicinal.embedding;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Model folders with the default model's graph, which other descriptions make another model of. */
public final class ModelFolders {
    private static final String RESOURCE = "/bge-small-en-v1.5-q";

    /** @param description of {@code vicinal-model.yaml} */
    public static Path make(Path folder, String description) throws Exception {
        Files.createDirectories(folder);
        copy(RESOURCE + ".onnx", folder.resolve("model.onnx"));
        copy(RESOURCE + "-tokenizer.json", folder.resolve("tokenizer.json"));
        Files.writeString(folder.resolve("vicinal-model.yaml"), description);
        return folder;
    }

    private static void copy(String resource, Path to) throws Exception {
        try (InputStream content = ModelFolders.class.getResourceAsStream(resource)) {
            Files.copy(content, to);
        }
    }

    private ModelFolders() {}
}
