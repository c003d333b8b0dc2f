package io.vicinal.onnx.model;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model from the class path: the resources of langchain4j's {@code langchain4j-embeddings-*-q} artifacts, int8.
 *
 * @param resource the graph is {@code <resource>.onnx}, the tokenizer {@code <resource>-tokenizer.json}
 */
record BundledModel(String name, String resource, ModelProfile profile) {
    /** The first is the default, without its authors' query prefix, which was measured to cost quality: decision 6. */
    private static final List<BundledModel> KNOWN = List.of(
            new BundledModel("bge-small-en-v1.5", "bge-small-en-v1.5-q", ModelProfile.dense(Pooling.CLS, 512)),
            new BundledModel("all-minilm-l6-v2", "all-minilm-l6-v2-q", ModelProfile.dense(Pooling.MEAN, 256)),
            new BundledModel(
                    "e5-small-v2",
                    "e5-small-v2-q",
                    ModelProfile.dense(Pooling.MEAN, 512)
                            .withPrompts(Map.of("query", "query: ", "passage", "passage: "))));

    /** The names of those that are there. */
    static List<String> names() {
        return KNOWN.stream()
                .filter(BundledModel::isThere)
                .map(BundledModel::name)
                .toList();
    }

    /** The model of this name if it is there. */
    static @Nullable BundledModel named(String name) {
        return KNOWN.stream()
                .filter(model -> model.name.equals(name) && model.isThere())
                .findFirst()
                .orElse(null);
    }

    ModelFiles read() {
        return new ModelFiles(
                name, new Graph.InMemory(bytes(resource + ".onnx")), bytes(resource + "-tokenizer.json"), profile);
    }

    private boolean isThere() {
        return BundledModel.class.getResource("/" + resource + ".onnx") != null;
    }

    private byte[] bytes(String file) {
        try (InputStream stream = BundledModel.class.getResourceAsStream("/" + file)) {
            if (stream == null) {
                throw new ModelException("The model '" + name + "' is expected on the class path as " + file
                        + ", and is not there: the build is not whole.");
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new ModelException(
                    "The model '" + name + "' cannot be read from " + file + ": " + e.getMessage() + ".", e);
        }
    }
}
