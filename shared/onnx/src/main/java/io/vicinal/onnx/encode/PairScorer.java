package io.vicinal.onnx.encode;

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

    /** @throws QueryTooLongException where no token of a passage finds room */
    QueryPairs query(String query) {
        if (window.cuts(query)) {
            throw new QueryTooLongException(query.length() + " characters", room - 1);
        }
        long[] ids = tokenizer.encodePlain(query).ids();
        if (ids.length >= room) {
            throw new QueryTooLongException(ids.length + " tokens", room - 1);
        }
        return new QueryPairs(this, ids);
    }

    /** @param most tokens of the passage that are wanted; fewer where fewer fit */
    PairText pair(long[] query, String passage, int most) {
        long[] ids = tokenizer.encodePlain(window.first(passage)).ids();
        int kept = Math.min(Math.min(room - query.length, most), ids.length);
        return new PairText(template.join(query, ids, kept), kept < ids.length || window.cuts(passage));
    }
}
