package io.vicinal.embedding.model;

import org.jspecify.annotations.Nullable;

/**
 * A text as a model reads it, prompt included.
 *
 * @param text what the tokens stand for; null where the caller sent tokens
 * @param ids with special tokens; at most the model's limit
 * @param truncated whether a part of what was sent is left out
 */
@SuppressWarnings("ArrayRecordComponent") // plain data, never compared
public record ModelText(@Nullable String text, long[] ids, boolean truncated) {

    public int tokens() {
        return ids.length;
    }
}
