package io.vicinal.onnx.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether a late-interaction model fills its queries up with mask tokens, whose vectors are compared too. */
public enum Expansion {
    @JsonProperty("none")
    NONE,
    /** The query's own tokens don't attend to the mask tokens, as in ColBERT. */
    @JsonProperty("unattended")
    UNATTENDED,
    /** They do. */
    @JsonProperty("attended")
    ATTENDED
}
