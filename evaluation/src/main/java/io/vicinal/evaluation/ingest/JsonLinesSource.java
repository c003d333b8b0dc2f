package io.vicinal.evaluation.ingest;

import io.vicinal.contracts.document.DocumentLimits;
import io.vicinal.contracts.json.Json;
import io.vicinal.evaluation.dataset.BeirDocument;
import io.vicinal.evaluation.ingest.LineReader.Line;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A document a line, as the API takes it; {@code _id} stands for {@code id}. A BEIR corpus has properties that the API
 * does not know and documents without content: of it, id, title and text are sent, and empty documents left out.
 */
final class JsonLinesSource implements DocumentSource {
    /** Numbers are carried over digit by digit. */
    private static final JsonMapper EXACT = Json.mapper()
            .rebuild()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final byte[] BEIR_ID = "\"_id\"".getBytes(StandardCharsets.UTF_8);

    private final LineReader lines;
    private final String name;
    private final boolean beir;
    private long number;
    private long empty;

    JsonLinesSource(InputStream in, String name, boolean beir) {
        this.lines = new LineReader(in, DocumentLimits.DOCUMENT_BYTES);
        this.name = name;
        this.beir = beir;
    }

    @Override
    public @Nullable SourceDocument next() throws IOException {
        for (Line line = lines.next(); line != null; line = lines.next()) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            byte[] json = line.bytes();
            if (!line.tooLong() && (beir || contains(json, BEIR_ID))) {
                json = renamed(json);
                if (json.length == 0) {
                    empty++;
                    continue;
                }
            }
            String refusal = line.tooLong()
                    ? "The line is longer than a document may be (" + (DocumentLimits.DOCUMENT_BYTES >> 20) + " MiB)."
                    : null;
            return new SourceDocument(json, name + ":" + number, lines.bytesRead(), refusal);
        }
        return null;
    }

    /** @return the line as the API takes it; no bytes for an empty document of a BEIR corpus */
    private byte[] renamed(byte[] line) {
        JsonNode node;
        try {
            node = EXACT.readTree(line);
        } catch (JacksonException e) {
            return line;
        }
        if (!(node instanceof ObjectNode document) || !document.has("_id") || document.has("id")) {
            return line;
        }
        if (beir) {
            BeirDocument read = BeirDocument.of(document);
            return read.hasContent() ? read.json() : new byte[0];
        }
        document.set("id", document.remove("_id"));
        return EXACT.writeValueAsBytes(document);
    }

    private static boolean contains(byte[] bytes, byte[] part) {
        search:
        for (int i = 0; i <= bytes.length - part.length; i++) {
            for (int j = 0; j < part.length; j++) {
                if (bytes[i + j] != part[j]) {
                    continue search;
                }
            }
            return true;
        }
        return false;
    }

    @Override
    public long empty() {
        return empty;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
