package io.vicinal.contracts.collection;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * How documents are cut into passages.
 *
 * @param maxTokens the most tokens of a passage as the model reads it, title and special tokens counted; 0 for no bound
 * @param overlapTokens how many tokens of whole sentences a passage repeats of the one before it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Chunking(int maxTokens, int overlapTokens) {

    /** Documents are not cut: where there is no model, each is one passage under its own vector. */
    public static final Chunking WHOLE = new Chunking(0, 0);
}
