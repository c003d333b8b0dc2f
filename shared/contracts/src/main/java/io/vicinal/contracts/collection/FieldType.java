package io.vicinal.contracts.collection;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The type of a declared field. Every field may hold one value or an array of values of its type. */
public enum FieldType {
    /** An exact string; a label is a keyword. */
    @JsonProperty("keyword")
    KEYWORD,
    /** A string that is read, not matched whole. */
    @JsonProperty("text")
    TEXT,
    /** A 64-bit integer. */
    @JsonProperty("long")
    LONG,
    /** A 64-bit floating-point number. */
    @JsonProperty("double")
    DOUBLE,
    @JsonProperty("boolean")
    BOOLEAN,
    /** An ISO 8601 date ({@code 2024-05-01}) or date-time with an offset ({@code 2024-05-01T12:00:00Z}). */
    @JsonProperty("date")
    DATE
}
