package io.vicinal.contracts.search;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * What a hit stands for: {@code document}, {@code passage}, or the name of a declared field other than text and
 * double.
 *
 * @param by as users write it
 */
public record GroupBy(@JsonValue String by) {
    /** One hit a document: its best passage. */
    public static final GroupBy DOCUMENT = new GroupBy("document");
    /** Every passage is a hit of its own. */
    public static final GroupBy PASSAGE = new GroupBy("passage");

    @JsonCreator
    public static GroupBy of(String by) {
        return new GroupBy(by);
    }

    /** Whether hits are grouped by a field's value. */
    public boolean isField() {
        return !equals(DOCUMENT) && !equals(PASSAGE);
    }
}
