package io.vicinal.evaluation.ingest;

import io.vicinal.contracts.document.FilesResult.FileOutcome;
import io.vicinal.contracts.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What became of every file, and why documents were refused, one JSON object a line, written as it becomes known. A run
 * that goes on where an earlier one was interrupted adds to its report.
 */
public final class Report implements AutoCloseable {
    static final Report NONE = new Report(null);

    private final @Nullable OutputStream out;

    private Report(@Nullable OutputStream out) {
        this.out = out;
    }

    /** @param goesOn whether lines of an earlier run are kept */
    public static Report to(@Nullable Path file, boolean goesOn) throws IOException {
        if (file == null) {
            return NONE;
        }
        OpenOption[] options = {
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            goesOn ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING
        };
        return new Report(Files.newOutputStream(file, options));
    }

    void file(FileOutcome outcome) throws IOException {
        ObjectNode line = Json.mapper().createObjectNode();
        line.put("outcome", outcome.error() == null ? "accepted" : "rejected");
        line.setAll((ObjectNode) Json.mapper().valueToTree(outcome));
        write(line);
    }

    /** @param file read here, and sent as a document */
    void accepted(String file) throws IOException {
        write(Json.mapper().createObjectNode().put("outcome", "accepted").put("file", file));
    }

    /** @param where the file, and the line in it where it has lines */
    void refused(String where, @Nullable String detail) throws IOException {
        write(Json.mapper()
                .createObjectNode()
                .put("outcome", "rejected")
                .put("file", where)
                .put("detail", detail));
    }

    private void write(ObjectNode line) throws IOException {
        if (out != null) {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
    }

    @Override
    public void close() throws IOException {
        if (out != null) {
            out.close();
        }
    }
}
