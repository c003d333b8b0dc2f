package io.vicinal.embedding.chunk;

import io.vicinal.onnx.tokenize.TextTokenizer;
import io.vicinal.onnx.tokenize.Tokens;

/**
 * What the encoder reads of a document's passages.
 *
 * @param header the model's prefix and the title, in front of every passage
 * @param maxTokens of a passage, header and special tokens counted
 * @param window what is left of them for the text
 * @param titleCut whether the title was longer than its share of the window
 */
record PassageInput(TextTokenizer tokenizer, String text, String header, int maxTokens, int window, boolean titleCut) {
    /** A title takes at most this part of the window; the rest of it is left out of what the encoder reads. */
    private static final int TITLE_SHARE = 4;

    static PassageInput of(TextTokenizer tokenizer, String prefix, String title, String text, int maxTokens) {
        String shown = title.strip();
        Tokens tokens = shown.isEmpty() ? null : tokenizer.encodePlain(shown);
        int most = maxTokens / TITLE_SHARE;
        boolean cut = tokens != null && tokens.count() > most;
        if (tokens != null && cut) {
            shown = shown.substring(0, Graphemes.cut(shown, 0, tokens.ends()[most - 1], shown.length()));
        }
        String header = shown.isEmpty() ? prefix : prefix + shown + " ";
        int taken = header.isEmpty() ? 0 : tokenizer.encodePlain(header).count();
        int window = Math.max(1, maxTokens - tokenizer.specialTokens() - taken);
        return new PassageInput(tokenizer, text, header, maxTokens, window, cut);
    }

    /** The header and the text from start to end, however long. */
    Tokens tokens(int start, int end) {
        return tokenizer.encode(header.isEmpty() ? text.substring(start, end) : header + text.substring(start, end));
    }

    boolean fits(Tokens tokens) {
        return tokens.count() <= maxTokens;
    }
}
