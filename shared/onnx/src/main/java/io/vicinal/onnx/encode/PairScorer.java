package io.vicinal.onnx.encode;

import io.vicinal.onnx.session.RunText;
import io.vicinal.onnx.tokenize.PairTemplate;
import io.vicinal.onnx.tokenize.TextTokenizer;

/** Puts a query and a passage together for a cross-encoder; what doesn't fit is cut off the passage's end. */
final class PairScorer {
    private final TextTokenizer tokenizer;
    private final PairTemplate template;
    private final int maxTokens;

    PairScorer(TextTokenizer tokenizer, int maxTokens) {
        this.tokenizer = tokenizer;
        this.template = tokenizer.pairs();
        this.maxTokens = maxTokens;
    }

    /** A pair as the model reads it, and whether the passage's end is left out. */
    record Pair(RunText text, boolean truncated) {}

    /**
     * @param query its first characters, as many as could matter
     * @param passage the same
     * @throws QueryTooLongException where no token of the passage finds room
     */
    Pair pair(String query, String passage) {
        long[] first = tokenizer.encodePlain(query).ids();
        long[] second = tokenizer.encodePlain(passage).ids();
        int room = maxTokens - template.specialTokens() - first.length;
        if (room < 1) {
            throw new QueryTooLongException(first.length, maxTokens - template.specialTokens() - 1);
        }
        int kept = Math.min(room, second.length);
        return new Pair(template.join(first, second, kept), kept < second.length);
    }
}
