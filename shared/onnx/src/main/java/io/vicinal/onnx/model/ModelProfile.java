package io.vicinal.onnx.model;

/**
 * What a graph and a tokenizer do not say of themselves.
 *
 * @param queryPrefix put in front of a query, or empty
 * @param passagePrefix put in front of a passage, or empty
 * @param maxTokens the most tokens the model reads, special tokens counted
 */
public record ModelProfile(Pooling pooling, String queryPrefix, String passagePrefix, int maxTokens) {

    public ModelProfile {
        if (maxTokens < 8 || maxTokens > 65_536) {
            throw new ModelException("max_tokens is expected between 8 and 65536, and is " + maxTokens + ".");
        }
    }
}
