package io.vicinal.evaluation.bench;

import io.vicinal.contracts.json.Json;
import io.vicinal.evaluation.console.UserError;
import io.vicinal.evaluation.dataset.BeirDocument;
import io.vicinal.evaluation.dataset.BeirFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The documents of a benchmark: a BEIR folder's corpus, or a file of JSON lines in the API's or in BEIR's shape. */
record Corpus(String name, List<BeirDocument> documents) {

    /** @param limit the first so many, 0 for all */
    static Corpus read(Path path, int limit) throws IOException {
        List<BeirDocument> all =
                Files.isRegularFile(path) ? lines(path) : BeirFolder.open(path).documents();
        if (all.isEmpty()) {
            throw new UserError(path + " holds no document with a title or a text.");
        }
        List<BeirDocument> documents = limit > 0 && limit < all.size() ? all.subList(0, limit) : all;
        return new Corpus(new BeirFolder(path).name(), List.copyOf(documents));
    }

    private static List<BeirDocument> lines(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> !line.isBlank())
                    .map(line -> document(file, line))
                    .filter(BeirDocument::hasContent)
                    .toList();
        }
    }

    private static BeirDocument document(Path file, String line) {
        try {
            JsonNode node = Json.mapper().readTree(line);
            BeirDocument document = BeirDocument.of(node);
            String id = node.path("id").isString() ? node.path("id").stringValue() : document.id();
            return new BeirDocument(id, document.title(), document.text());
        } catch (JacksonException e) {
            throw new UserError(file + " holds a line that is not JSON.");
        }
    }

    List<byte[]> json() {
        return documents.stream().map(BeirDocument::json).toList();
    }
}
