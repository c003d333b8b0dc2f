package io.vicinal.embedding.chunk;

import io.vicinal.onnx.tokenize.TextTokenizer;
import io.vicinal.onnx.tokenize.Tokens;
import java.text.BreakIterator;
import java.util.ArrayDeque;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A text's sentences, one after the other, each with its number of tokens; a sentence longer than a window comes in
 * pieces. Only one stretch of the text is in the tokenizer at a time, so memory does not grow with the text.
 */
final class Sentences {
    /** The longest stretch that is tokenized at once, in characters. */
    private static final int STRETCH = 4096;

    private final TextTokenizer tokenizer;
    private final String text;
    private final int window;
    private final BreakIterator breaks = BreakIterator.getSentenceInstance(Locale.ROOT);
    private final ArrayDeque<Span> ready = new ArrayDeque<>();
    /** Where the current sentence goes on, and where it ends. */
    private int position;

    private int sentenceEnd;

    /** @param window the most tokens of a piece */
    Sentences(TextTokenizer tokenizer, String text, int window) {
        this.tokenizer = tokenizer;
        this.text = text;
        this.window = window;
        breaks.setText(text);
        breaks.first();
    }

    /** The next sentence or piece, or null at the end. */
    @Nullable
    Span next() {
        while (ready.isEmpty()) {
            if (position >= sentenceEnd) {
                int end = breaks.next();
                if (end == BreakIterator.DONE) {
                    return null;
                }
                sentenceEnd = end;
            }
            int end = stretchEnd();
            measure(Span.trimmed(text, position, end, 0));
            position = end;
        }
        return ready.poll();
    }

    private int stretchEnd() {
        if (sentenceEnd - position <= STRETCH) {
            return sentenceEnd;
        }
        int most = position + STRETCH;
        for (int end = most; end > position + STRETCH / 2; end--) {
            if (Character.isWhitespace(text.charAt(end))) {
                return end;
            }
        }
        return Span.betweenCharacters(text, most);
    }

    private void measure(Span stretch) {
        if (stretch.isEmpty()) {
            return;
        }
        Tokens tokens = tokenizer.encodePlain(text.substring(stretch.start(), stretch.end()));
        if (tokens.count() <= window) {
            ready.add(new Span(stretch.start(), stretch.end(), Math.max(1, tokens.count())));
        } else {
            split(stretch, tokens);
        }
    }

    /** Cuts between tokens; between words where a word ends in the window's second half. */
    private void split(Span stretch, Tokens tokens) {
        int token = 0;
        int from = stretch.start();
        while (tokens.count() - token > window) {
            int cut = cut(stretch.start(), tokens, token);
            int at = Span.betweenCharacters(text, stretch.start() + tokens.starts()[cut]);
            if (at > from) {
                add(Span.trimmed(text, from, at, cut - token));
                from = at;
            }
            token = cut;
        }
        add(Span.trimmed(text, from, stretch.end(), tokens.count() - token));
    }

    /** The token that begins the next piece. */
    private int cut(int offset, Tokens tokens, int first) {
        int latest = first + window;
        for (int token = latest; token > first + window / 2; token--) {
            int start = offset + tokens.starts()[token];
            if (start > 0 && Character.isWhitespace(text.charAt(start - 1))) {
                return token;
            }
        }
        return latest;
    }

    private void add(Span piece) {
        if (!piece.isEmpty()) {
            ready.add(piece);
        }
    }
}
