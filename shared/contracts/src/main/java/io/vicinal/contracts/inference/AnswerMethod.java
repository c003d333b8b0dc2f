package io.vicinal.contracts.inference;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Who words an answer. */
public enum AnswerMethod {
    /** A language model where one is configured, else the documents' own sentences. */
    @JsonProperty("auto")
    AUTO,
    /** The documents' own sentences. */
    @JsonProperty("extractive")
    EXTRACTIVE,
    /** A language model; where it fails, the documents' own sentences. */
    @JsonProperty("model")
    MODEL
}
