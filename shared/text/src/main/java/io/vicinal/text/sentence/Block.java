package io.vicinal.text.sentence;

/**
 * A stretch of a text as its lines show it.
 *
 * @param start in UTF-16 code units
 * @param end one past the last, without the line's end
 */
public record Block(int start, int end, Kind kind) {

    public enum Kind {
        /** Belongs to what follows: a heading, the head of a table. */
        HEADING,
        /** Of a list, or a row of a table: rather not cut. */
        ITEM,
        PARAGRAPH
    }
}
