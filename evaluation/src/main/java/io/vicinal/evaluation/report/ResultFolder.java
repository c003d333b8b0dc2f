package io.vicinal.evaluation.report;

import io.vicinal.contracts.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Where a measurement leaves {@code result.json} and {@code report.html}. */
public record ResultFolder(Path path) {
    private static final JsonMapper READABLE =
            Json.mapper().rebuild().enable(SerializationFeature.INDENT_OUTPUT).build();

    public static ResultFolder create(Path path) throws IOException {
        return new ResultFolder(Files.createDirectories(path));
    }

    public Path file(String name) {
        return path.resolve(name);
    }

    public void write(Object result, Html report) throws IOException {
        Files.write(file("result.json"), READABLE.writeValueAsBytes(result));
        Files.writeString(file("report.html"), report.toString());
    }
}
