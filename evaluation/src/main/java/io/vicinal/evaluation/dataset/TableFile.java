package io.vicinal.evaluation.dataset;

import io.vicinal.contracts.json.Json;
import io.vicinal.evaluation.console.UserError;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.DuplicateHeaderMode;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Rows of named columns, in UTF-8: CSV whose first row is the header, or an object of JSON a line. */
record TableFile(Path path) {
    static final long MOST_BYTES = 512L << 20;
    static final int MOST_ROWS = 1_000_000;

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    /**
     * @param where the row stands, for people
     * @param values by column; of JSON only those that are one text, number or truth value
     */
    record Row(String where, Map<String, String> values) {}

    private interface Reading {
        List<Row> rows(BufferedReader reader) throws IOException;
    }

    static boolean isJsonLines(Path path) {
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".jsonl") || name.endsWith(".ndjson");
    }

    static boolean isCsv(Path path) {
        return path.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".csv");
    }

    /** @throws UserError where the file is missing, too large, of another kind or damaged; it says where */
    List<Row> rows() throws IOException {
        if (isJsonLines(path)) {
            return read(path, this::json);
        }
        if (isCsv(path)) {
            return read(path, this::csv);
        }
        throw new UserError("The file " + path + " is neither CSV (.csv) nor JSON lines (.jsonl, .ndjson).");
    }

    /** Lines of a plain file that are not blank. */
    static List<String> lines(Path path) throws IOException {
        return read(path, reader -> {
                    List<Row> rows = new ArrayList<>();
                    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                        if (!line.isBlank()) {
                            rows.add(new Row(path.toString(), Map.of("", line)));
                            requireFew(path, rows);
                        }
                    }
                    return rows;
                })
                .stream()
                .map(row -> row.values().getOrDefault("", ""))
                .toList();
    }

    private static List<Row> read(Path path, Reading reading) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new UserError("There is no file " + path + ".");
        }
        if (Files.size(path) > MOST_BYTES) {
            throw new UserError(
                    "The file " + path + " has more than the " + (MOST_BYTES >> 20) + " MiB that are read.");
        }
        try (BufferedReader reader = Files.newBufferedReader(path)) {
            skipByteOrderMark(reader);
            return reading.rows(reader);
        } catch (CharacterCodingException e) {
            throw new UserError("The file " + path + " is not UTF-8.");
        }
    }

    private List<Row> csv(BufferedReader reader) throws IOException {
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .setAllowMissingColumnNames(true)
                .setDuplicateHeaderMode(DuplicateHeaderMode.DISALLOW)
                .get();
        List<Row> rows = new ArrayList<>();
        try (CSVParser parser =
                CSVParser.builder().setReader(reader).setFormat(format).get()) {
            for (CSVRecord record : parser) {
                String where = path + ", row " + record.getRecordNumber();
                if (!record.isConsistent()) {
                    throw new UserError(where + ": " + record.size() + " values where the header names "
                            + parser.getHeaderMap().size() + " columns.");
                }
                rows.add(new Row(where, record.toMap()));
                requireFew(path, rows);
            }
        } catch (IllegalArgumentException e) {
            throw new UserError(path + ": the header cannot be used. " + e.getMessage());
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof CharacterCodingException coding) {
                throw coding;
            }
            throw new UserError(path + " is no CSV that can be read: "
                    + Objects.requireNonNull(e.getCause()).getMessage());
        }
        return rows;
    }

    private List<Row> json(BufferedReader reader) throws IOException {
        List<Row> rows = new ArrayList<>();
        int number = 0;
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            String where = path + ":" + ++number;
            if (line.isBlank()) {
                continue;
            }
            rows.add(new Row(where, scalars(line, where)));
            requireFew(path, rows);
        }
        return rows;
    }

    private static Map<String, String> scalars(String line, String where) {
        JsonNode node;
        try {
            node = Json.mapper().readTree(line);
        } catch (JacksonException e) {
            throw new UserError(where + ": not a line of JSON.");
        }
        if (!node.isObject()) {
            throw new UserError(where + ": not an object of JSON.");
        }
        Map<String, String> values = new LinkedHashMap<>();
        node.propertyStream()
                .filter(property -> property.getValue().isValueNode())
                .filter(property -> !property.getValue().isNull())
                .forEach(property ->
                        values.put(property.getKey(), property.getValue().asString()));
        return values;
    }

    private static void requireFew(Path path, List<Row> rows) {
        if (rows.size() > MOST_ROWS) {
            throw new UserError("The file " + path + " has more than the " + MOST_ROWS + " rows that are read.");
        }
    }

    private static void skipByteOrderMark(BufferedReader reader) throws IOException {
        reader.mark(1);
        if (reader.read() != BYTE_ORDER_MARK) {
            reader.reset();
        }
    }
}
