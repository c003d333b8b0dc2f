package io.vicinal.parsing;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What became of a file. */
public sealed interface ParseAnswer {

    /**
     * Its text, with headings, lists and tables as in Markdown.
     *
     * @param contentType what it is by its content
     * @param title of its metadata, or its first heading, or null
     * @param text pages begin after a form feed (U+000C)
     * @param pageStarts the offset of each page's first character in the text, in UTF-16 code units; none for files
     *     without pages. A sheet and a slide count as a page
     * @param properties {@code author}, {@code created}, {@code modified}, {@code language}, those that are known
     * @param warnings sentences: what was left out, what looks wrong
     */
    record Parsed(
            String contentType,
            @Nullable String title,
            String text,
            List<Integer> pageStarts,
            Map<String, String> properties,
            List<String> warnings)
            implements ParseAnswer {}

    /**
     * Why there is no text.
     *
     * @param contentType where it was found out
     * @param detail a sentence for the user
     */
    record Refused(Reason reason, @Nullable String contentType, String detail) implements ParseAnswer {}

    /** Kinds of refusal. */
    enum Reason {
        /** No parser for its type. */
        UNSUPPORTED,
        /** A password is needed. */
        ENCRYPTED,
        /** Empty, truncated, or not what its type says. */
        DAMAGED,
        /** A good file in which there is nothing to read. */
        NO_TEXT,
        /** More text than a document may have. */
        TOO_MUCH_TEXT,
        /** Nested too deep, or unpacks to far more than it is. */
        OVER_LIMITS
    }
}
