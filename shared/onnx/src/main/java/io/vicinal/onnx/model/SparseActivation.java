package io.vicinal.onnx.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/** From a logit to a weight, in sentence-transformers' names. */
public enum SparseActivation {
    /** log(1 + max(0, x)). */
    @JsonProperty("relu")
    RELU,
    /** log(1 + log(1 + max(0, x))) (Geng et al. 2025, arXiv:2504.14839). */
    @JsonProperty("log1p_relu")
    LOG1P_RELU;

    /** @param positive above nought */
    public float of(float positive) {
        double weight = Math.log1p(positive);
        return (float) (this == RELU ? weight : Math.log1p(weight));
    }
}
