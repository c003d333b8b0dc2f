package io.vicinal.contracts.search;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which kinds of candidates a search draws on. */
public enum SearchMode {
    /** Dense and lexical, and sparse where the collection has a model for it, fused. */
    @JsonProperty("hybrid")
    HYBRID,
    /** Nearest neighbours of the query's vector. */
    @JsonProperty("dense")
    DENSE,
    /** BM25. */
    @JsonProperty("lexical")
    LEXICAL,
    /** Dot products of the weights that the collection's sparse model gives. */
    @JsonProperty("sparse")
    SPARSE
}
