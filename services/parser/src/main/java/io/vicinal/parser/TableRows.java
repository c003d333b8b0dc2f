package io.vicinal.parser;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of a table, each complete when it ends. A table within a cell is text of the cell. */
final class TableRows {
    private final List<String> row = new ArrayList<>();
    private @Nullable StringBuilder cell;
    private int depth;
    private int rows;

    boolean isOpen() {
        return depth > 0;
    }

    /** Whether the row that ended last is the table's first. */
    boolean isFirst() {
        return rows == 1;
    }

    void begin() {
        if (depth++ == 0) {
            rows = 0;
            row.clear();
            cell = null;
        } else {
            space();
        }
    }

    void beginRow() {
        if (depth == 1) {
            row.clear();
        } else {
            space();
        }
    }

    void beginCell() {
        if (depth == 1) {
            cell = new StringBuilder();
        } else {
            space();
        }
    }

    /** What is a block elsewhere is set off by a space in a cell. */
    void space() {
        if (cell != null) {
            cell.append(' ');
        }
    }

    /** @return null between cells */
    @Nullable
    StringBuilder cell() {
        return cell;
    }

    /** @return the row that ends with this element, if one does; after the first comes the line that Markdown wants */
    @Nullable
    String end(String element) {
        switch (element) {
            case "table" -> depth--;
            case "td", "th" -> {
                if (depth == 1 && cell != null) {
                    row.add(MarkdownHandler.collapsed(cell).replace("|", "\\|"));
                    cell = null;
                }
            }
            case "tr" -> {
                if (depth == 1 && row.stream().anyMatch(text -> !text.isEmpty())) {
                    String line = "| " + String.join(" | ", row) + " |";
                    return rows++ == 0 ? line + "\n|" + " --- |".repeat(row.size()) : line;
                }
            }
            default -> space();
        }
        return null;
    }
}
