package io.vicinal.text.sentence;

import io.vicinal.text.sentence.Block.Kind;
import org.jspecify.annotations.Nullable;

/** A text's paragraphs, headings, list items and table rows, one after the other, read line by line. */
public final class Blocks {
    private final String text;
    private int position;

    public Blocks(String text) {
        this.text = text;
    }

    /** The next block that is not blank, or null at the end. */
    public @Nullable Block next() {
        Line line = Line.at(text, position);
        while (line.isBlank()) {
            if (line.next() == line.end()) {
                return null;
            }
            line = Line.at(text, line.next());
        }
        if (line.isMarkdownHeading()) {
            return block(line, Kind.HEADING);
        }
        if (line.isRow()) {
            boolean head = line.isRuleOfTable() || Line.at(text, line.next()).isRuleOfTable();
            return block(line, head ? Kind.HEADING : Kind.ITEM);
        }
        return line.isItem() ? lines(line, Kind.ITEM) : paragraph(line);
    }

    private Block paragraph(Line first) {
        Line second = Line.at(text, first.next());
        if (first.mayBeHeading() && second.isUnderline()) {
            return block(first, second, Kind.HEADING);
        }
        boolean alone = second.isBlank() || second.isMarkdownHeading();
        boolean heading = alone ? first.mayBeHeading() : first.isAllCapitals() && !second.isAllCapitals();
        return heading ? block(first, Kind.HEADING) : lines(first, Kind.PARAGRAPH);
    }

    /** As far as no line is blank or begins something else. */
    private Block lines(Line first, Kind kind) {
        Line last = first;
        for (Line line = Line.at(text, last.next());
                last.next() < text.length()
                        && !line.isBlank()
                        && !line.isMarkdownHeading()
                        && !line.isItem()
                        && !line.isRow();
                line = Line.at(text, last.next())) {
            last = line;
        }
        return block(first, last, kind);
    }

    private Block block(Line line, Kind kind) {
        return block(line, line, kind);
    }

    private Block block(Line first, Line last, Kind kind) {
        position = last.next();
        return new Block(first.start(), last.end(), kind);
    }
}
