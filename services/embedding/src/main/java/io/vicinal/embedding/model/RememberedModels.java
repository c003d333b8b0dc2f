package io.vicinal.embedding.model;

import io.vicinal.contracts.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;

/** What callers had loaded, in a file that outlives the process. Not thread-safe. */
final class RememberedModels {
    private static final Logger log = LoggerFactory.getLogger(RememberedModels.class);

    private static final TypeReference<LinkedHashMap<String, String>> MAP = new TypeReference<>() {};

    private final @Nullable Path file;

    /** @param folder null remembers nothing */
    RememberedModels(@Nullable Path folder) {
        this.file = folder == null ? null : folder.resolve("models.json");
    }

    /** By name, as callers wrote them, in the order of loading. */
    Map<String, String> all() {
        if (file == null || !Files.exists(file)) {
            return Map.of();
        }
        try {
            return Json.mapper().readValue(Files.readAllBytes(file), MAP);
        } catch (IOException | JacksonException e) {
            log.atWarn().addKeyValue("file", file).setCause(e).log("models that were loaded before cannot be read");
            return Map.of();
        }
    }

    void add(String name, String asked) {
        Map<String, String> models = new LinkedHashMap<>(all());
        if (!asked.equals(models.put(name, asked))) {
            write(models);
        }
    }

    void remove(String name) {
        Map<String, String> models = new LinkedHashMap<>(all());
        if (models.remove(name) != null) {
            write(models);
        }
    }

    private void write(Map<String, String> models) {
        if (file == null) {
            return;
        }
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path next = file.resolveSibling("models.json.new");
            Files.write(next, Json.mapper().writeValueAsBytes(models));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            log.atWarn().addKeyValue("file", file).setCause(e).log("the loaded models cannot be remembered");
        }
    }
}
