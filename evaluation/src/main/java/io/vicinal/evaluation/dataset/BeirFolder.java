package io.vicinal.evaluation.dataset;

import io.vicinal.contracts.json.Json;
import io.vicinal.evaluation.console.UserError;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A test collection in BEIR's layout: {@code corpus.jsonl}, {@code queries.jsonl}, {@code qrels/<split>.tsv} (Thakur et
 * al., NeurIPS 2021).
 */
public record BeirFolder(Path path) {
    public static final String CORPUS = "corpus.jsonl";
    public static final String QUERIES = "queries.jsonl";

    /** @throws UserError where the folder or its corpus is missing */
    public static BeirFolder open(Path path) {
        if (!Files.isDirectory(path)) {
            throw new UserError("There is no folder " + path + ".");
        }
        if (!Files.isRegularFile(path.resolve(CORPUS))) {
            throw new UserError("The folder " + path + " is not in BEIR's layout: it has no " + CORPUS + ".");
        }
        return new BeirFolder(path);
    }

    /** The folder's own name, also where the path ends in {@code .} or {@code /}. */
    public String name() {
        Path name = path.toAbsolutePath().normalize().getFileName();
        return name == null ? "dataset" : name.toString();
    }

    public Path corpus() {
        return path.resolve(CORPUS);
    }

    /** Documents with a title or a text, in the order of the corpus; the others cannot be embedded and are left out. */
    public List<BeirDocument> documents() throws IOException {
        List<BeirDocument> documents = new ArrayList<>();
        lines(corpus(), (node, where) -> {
            BeirDocument document = BeirDocument.of(node);
            if (document.id().isEmpty()) {
                throw new UserError(where + ": a document of the corpus has no _id.");
            }
            if (document.hasContent()) {
                documents.add(document);
            }
        });
        return documents;
    }

    /** Query id to text. */
    public Map<String, String> queries() throws IOException {
        Map<String, String> queries = new LinkedHashMap<>();
        lines(path.resolve(QUERIES), (node, where) -> {
            if (!node.path("_id").isString() || !node.path("text").isString()) {
                throw new UserError(where + ": a query needs _id and text.");
            }
            queries.put(node.path("_id").stringValue(), node.path("text").stringValue());
        });
        return queries;
    }

    /**
     * Query id to document id to gain; judgements of gain 0 are kept.
     *
     * @throws UserError where the split is missing (it names those that are there) or a line is not three columns
     */
    public Map<String, Map<String, Integer>> qrels(String split) throws IOException {
        Path file = path.resolve("qrels").resolve(split + ".tsv");
        if (!Files.isRegularFile(file)) {
            throw new UserError("The dataset " + name() + " has no split '" + split + "'; " + splits() + ".");
        }
        Map<String, Map<String, Integer>> qrels = new LinkedHashMap<>();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            String[] columns = line.split("\t", -1);
            Integer gain = columns.length == 3 ? gain(columns[2].strip()) : null;
            if (gain != null) {
                qrels.computeIfAbsent(columns[0], query -> new LinkedHashMap<>())
                        .put(columns[1], gain);
            } else if (number > 1 && !line.isBlank()) {
                throw new UserError(file + ":" + number + ": not query, document and gain, divided by tabs.");
            }
        }
        return qrels;
    }

    private static @Nullable Integer gain(String text) {
        try {
            return (int) Math.round(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private String splits() throws IOException {
        Path folder = path.resolve("qrels");
        if (!Files.isDirectory(folder)) {
            return "it has no folder qrels";
        }
        try (Stream<Path> files = Files.list(folder)) {
            return "it has "
                    + files.map(file -> file.getFileName().toString())
                            .filter(file -> file.endsWith(".tsv"))
                            .map(file -> file.substring(0, file.length() - 4))
                            .sorted()
                            .toList();
        }
    }

    private interface LineReader {
        void read(JsonNode node, String where);
    }

    private static void lines(Path file, LineReader reader) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new UserError("There is no file " + file + ".");
        }
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String where = file + ":" + ++number;
                if (line.isBlank()) {
                    continue;
                }
                try {
                    reader.read(Json.mapper().readTree(line), where);
                } catch (JacksonException e) {
                    throw new UserError(where + ": not a line of JSON.");
                }
            }
        }
    }
}
