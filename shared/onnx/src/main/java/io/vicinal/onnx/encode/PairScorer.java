package io.vicinal.onnx.encode;

import io.vicinal.onnx.session.RunText;
import io.vicinal.onnx.tokenize.PairTemplate;
import io.vicinal.onnx.tokenize.TextTokenizer;

/** Puts a query and a passage together for a cross-encoder; what doesn't fit is cut off the passage's end. */
final class PairScorer {
    private final TextTokenizer tokenizer;
    private final PairTemplate template;
    /** Without special tokens. */
    private final int room;

    private final TextWindow window;

    PairScorer(TextTokenizer tokenizer, int maxTokens) {
        this.tokenizer = tokenizer;
        this.template = tokenizer.pairs();
        this.room = maxTokens - template.specialTokens();
        this.window = new TextWindow(maxTokens);
    }

    /** A pair as the model reads it, and whether the passage's end is left out. */
    record Pair(RunText text, boolean truncated) {}

    /** @throws QueryTooLongException where no token of the passage finds room */
    Pair pair(String query, String passage) {
        if (window.cuts(query)) {
            throw new QueryTooLongException(query.length() + " characters", room - 1);
        }
        long[] first = tokenizer.encodePlain(query).ids();
        if (first.length >= room) {
            throw new QueryTooLongException(first.length + " tokens", room - 1);
        }
        long[] second = tokenizer.encodePlain(window.first(passage)).ids();
        int kept = Math.min(room - first.length, second.length);
        return new Pair(template.join(first, second, kept), kept < second.length || window.cuts(passage));
    }
}
