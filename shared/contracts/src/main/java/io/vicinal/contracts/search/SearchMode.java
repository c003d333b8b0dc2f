package io.vicinal.contracts.search;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which kinds of candidates a search draws on. */
public enum SearchMode {
    /** Dense and lexical, fused. */
    @JsonProperty("hybrid")
    HYBRID,
    /** Nearest neighbours of the query's vector. */
    @JsonProperty("dense")
    DENSE,
    /** BM25. */
    @JsonProperty("lexical")
    LEXICAL
}
