package io.vicinal.onnx.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How a text's one vector comes from its token vectors, special tokens counted, as sentence-transformers defines it. n is
 * the number of tokens.
 */
public enum Pooling {
    /** The vector of the first token. */
    @JsonProperty("cls")
    CLS,
    /** The sum divided by n. */
    @JsonProperty("mean")
    MEAN,
    /** The largest value of each dimension. */
    @JsonProperty("max")
    MAX,
    /** The sum divided by √n. */
    @JsonProperty("mean_sqrt_len")
    MEAN_SQRT_LEN,
    /** The mean weighted by position, 1 to n (SGPT, Muennighoff 2022, arXiv:2202.08904). */
    @JsonProperty("weightedmean")
    WEIGHTED_MEAN,
    /** The vector of the last token. */
    @JsonProperty("lasttoken")
    LAST_TOKEN;

    /** As configuration and messages write it. */
    public String text() {
        return Spelling.of(this);
    }
}
