package io.vicinal.contracts.search;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a hit stands for. */
public enum GroupBy {
    /** One hit a document: its best passage. */
    @JsonProperty("document")
    DOCUMENT,
    /** Every passage is a hit of its own. */
    @JsonProperty("passage")
    PASSAGE
}
