package io.vicinal.onnx.model;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * A model as it is found, before anything native is loaded.
 *
 * @param name what collections and requests call it
 * @param tokenizer the content of its {@code tokenizer.json}
 */
@SuppressWarnings("ArrayRecordComponent") // an identity, never compared
public record ModelFiles(String name, Graph graph, byte[] tokenizer, ModelProfile profile) {

    /**
     * Finds a model and reads what describes it.
     *
     * @param model the name of a model on the class path, or a folder
     * @throws ModelException with one sentence when there is no such model or its folder is not whole
     */
    public static ModelFiles find(String model) {
        BundledModel bundled = BundledModel.named(model);
        if (bundled != null) {
            return bundled.read();
        }
        Path folder = path(model);
        if (!Files.isDirectory(folder)) {
            throw new ModelException("There is no model '" + model + "': expected one of " + BundledModel.names()
                    + " or a folder with model.onnx and tokenizer.json, and there is no folder at "
                    + folder.toAbsolutePath() + ".");
        }
        return new ModelFolder(folder).read();
    }

    /** Whether the class path has a model of this name. */
    public static boolean isBundled(String model) {
        return BundledModel.named(model) != null;
    }

    /** Under another name. */
    public ModelFiles named(String other) {
        return new ModelFiles(other, graph, tokenizer, profile);
    }

    /**
     * What makes two models the same: hex SHA-256 over the graph, its weights in files beside it, the tokenizer and the
     * profile. Whoever compares vectors compares those of one fingerprint.
     *
     * @throws ModelException where the graph cannot be read
     */
    public String fingerprint() {
        return Fingerprint.of(this);
    }

    private static Path path(String model) {
        try {
            return Path.of(model);
        } catch (InvalidPathException e) {
            throw new ModelException(
                    "The model '" + model + "' is neither one of " + BundledModel.names() + " nor a path: "
                            + e.getReason() + ".",
                    e);
        }
    }
}
