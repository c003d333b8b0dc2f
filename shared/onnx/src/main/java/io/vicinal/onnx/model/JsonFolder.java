package io.vicinal.onnx.model;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The JSON files of a model folder. */
record JsonFolder(Path path) {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** The file's content, or an empty object where there is none. */
    JsonNode optional(String name) {
        Path file = path.resolve(name);
        return Files.isRegularFile(file) ? read(file) : JSON.createObjectNode();
    }

    JsonNode required(String name) {
        Path file = path.resolve(name);
        if (!Files.isRegularFile(file)) {
            throw new ModelException(
                    "The model folder " + path + " is not whole: expected " + name + ", and it is not there.");
        }
        return read(file);
    }

    boolean has(String name) {
        return Files.isRegularFile(path.resolve(name));
    }

    /** A folder within this one; empty is this one. */
    JsonFolder within(String name) {
        try {
            Path inner = path.resolve(name).normalize();
            if (inner.startsWith(path.normalize())) {
                return new JsonFolder(inner);
            }
        } catch (InvalidPathException e) {
            throw new ModelException("The model folder " + path + " names a module at '" + name + "', no path.", e);
        }
        throw new ModelException("The model folder " + path
                + " is expected to have its modules within itself, and names" + " one at '" + name + "'.");
    }

    private static JsonNode read(Path file) {
        try {
            return JSON.readTree(file);
        } catch (JacksonException e) {
            throw new ModelException(file + " is expected to be JSON, and is not: " + e.getOriginalMessage() + ".", e);
        }
    }
}
