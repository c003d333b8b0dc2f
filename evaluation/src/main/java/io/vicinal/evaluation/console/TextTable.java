package io.vicinal.evaluation.console;

import java.util.ArrayList;
import java.util.List;

/** A table for the terminal: first column to the left, numbers to the right. */
public final class TextTable {
    private final List<List<String>> rows = new ArrayList<>();

    public TextTable(List<String> header) {
        rows.add(header);
    }

    public void row(List<String> cells) {
        if (cells.size() != rows.getFirst().size()) {
            throw new IllegalArgumentException(
                    cells.size() + " cells in a table of " + rows.getFirst().size());
        }
        rows.add(cells);
    }

    public static TextTable of(List<String> header, List<List<String>> rows) {
        TextTable table = new TextTable(header);
        rows.forEach(table::row);
        return table;
    }

    @Override
    public String toString() {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                String blank = " ".repeat(widths[i] - row.get(i).length());
                text.append(i == 0 ? row.get(i) + blank : "  " + blank + row.get(i));
            }
            text.append(System.lineSeparator());
        }
        return text.toString();
    }
}
