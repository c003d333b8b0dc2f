package io.vicinal.evaluation.dataset;

import io.vicinal.evaluation.console.UserError;
import io.vicinal.evaluation.dataset.TableFile.Row;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Texts with their labels.
 *
 * @param textColumn of a CSV, or property of a line of JSON
 * @param labelColumn likewise; null takes the first of {@link #LABELS} that is there
 */
public record LabelledFile(
        Path path, String textColumn, @Nullable String labelColumn) {
    /** What the column of labels is usually called. */
    static final List<String> LABELS = List.of("label", "category");

    /** Folder and file, without its ending: every data set has a file that is called train. */
    public String name() {
        Path full = path.toAbsolutePath().normalize();
        Path folder = full.getParent() == null ? null : full.getParent().getFileName();
        String file = full.getFileName().toString();
        int dot = file.lastIndexOf('.');
        String stem = dot > 0 ? file.substring(0, dot) : file;
        return folder == null ? stem : folder + "-" + stem;
    }

    /** @throws UserError where there is none, or a row lacks its text or label */
    public List<LabelledText> read() throws IOException {
        List<Row> rows = new TableFile(path).rows();
        if (rows.isEmpty()) {
            throw new UserError("The file " + path + " has no row.");
        }
        String label = labelColumn == null ? usual(rows.getFirst()) : labelColumn;
        List<LabelledText> texts = new ArrayList<>(rows.size());
        for (Row row : rows) {
            texts.add(new LabelledText(value(row, textColumn, "--text-column"), value(row, label, "--label-column")));
        }
        return texts;
    }

    /** Texts of which nobody says what they are: a column of CSV or JSON lines, or the lines of a plain file. */
    public static List<String> texts(Path path, String textColumn) throws IOException {
        List<String> texts = new ArrayList<>();
        if (TableFile.isCsv(path) || TableFile.isJsonLines(path)) {
            for (Row row : new TableFile(path).rows()) {
                texts.add(value(row, textColumn, "--text-column"));
            }
        } else {
            texts.addAll(TableFile.lines(path));
        }
        if (texts.isEmpty()) {
            throw new UserError("The file " + path + " has no text.");
        }
        return texts;
    }

    private static String usual(Row first) {
        return LABELS.stream()
                .filter(first.values()::containsKey)
                .findFirst()
                .orElseThrow(() -> new UserError(first.where() + ": none of the columns "
                        + first.values().keySet() + " is called " + String.join(" or ", LABELS)
                        + "; name that of the labels with --label-column."));
    }

    private static String value(Row row, String column, String option) {
        String value = row.values().get(column);
        if (value == null) {
            throw new UserError(row.where() + ": there is no single value in '" + column + "', only in "
                    + row.values().keySet() + "; " + option + " names another column.");
        }
        if (value.isBlank()) {
            throw new UserError(row.where() + ": '" + column + "' is blank.");
        }
        return value;
    }
}
