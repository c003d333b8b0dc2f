package io.vicinal.embedding.text;

/**
 * How a request's texts are read.
 *
 * @param field the property that holds them, for errors
 * @param truncation what becomes of a text that is longer than the model reads
 * @param prompt put in front of each text, or empty
 * @param deterministic whether no text may share a run
 * @param maxTokens the most tokens that are read of a text, special tokens counted; the model may read fewer
 */
public record Options(String field, Truncation truncation, String prompt, boolean deterministic, int maxTokens) {

    /** As much of a text as the model reads. */
    public Options(String field, Truncation truncation, String prompt, boolean deterministic) {
        this(field, truncation, prompt, deterministic, Integer.MAX_VALUE);
    }

    /** What becomes of a text that is longer than the model reads. */
    public enum Truncation {
        /** The request fails. */
        REFUSE,
        /** Its end is left out. */
        RIGHT,
        /** Its beginning is left out. */
        LEFT
    }
}
