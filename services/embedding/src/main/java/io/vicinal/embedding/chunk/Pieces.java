package io.vicinal.embedding.chunk;

import io.vicinal.onnx.tokenize.TextTokenizer;
import io.vicinal.onnx.tokenize.Tokens;
import java.util.ArrayList;
import java.util.List;

/** Cuts what is longer than a window: between words where one ends in the window's second half, else between characters. */
final class Pieces {
    /** The longest stretch that is tokenized at once, in characters. */
    private static final int STRETCH = 4096;

    private final TextTokenizer tokenizer;
    private final String text;

    Pieces(TextTokenizer tokenizer, String text) {
        this.tokenizer = tokenizer;
        this.text = text;
    }

    /** Where the first stretch ends of what goes from start to end. */
    int stretchEnd(int start, int end) {
        if (end - start <= STRETCH) {
            return end;
        }
        int most = start + STRETCH;
        for (int at = most; at > start + STRETCH / 2; at--) {
            if (Graphemes.isGap(text, at, end)) {
                return at;
            }
        }
        return Graphemes.cut(text, start, most, end);
    }

    /**
     * A stretch with its number of tokens, in pieces of at most {@code window} where it has more.
     *
     * @param stretch not empty, at most as long as {@link #stretchEnd} allows
     */
    List<Span> of(Span stretch, int window) {
        Tokens tokens = tokenizer.encodePlain(text.substring(stretch.start(), stretch.end()));
        List<Span> pieces = new ArrayList<>();
        int token = 0;
        int from = stretch.start();
        while (tokens.count() - token > window) {
            int next = next(stretch.start(), tokens, token, window);
            int at = Graphemes.cut(text, from, stretch.start() + tokens.starts()[next], stretch.end());
            if (at > from) {
                add(pieces, from, at, next - token, false);
                from = at;
            }
            token = next;
        }
        // A heading that was cut is one only where it goes over into what follows.
        add(pieces, from, stretch.end(), tokens.count() - token, stretch.heading());
        return pieces;
    }

    /** The token that begins the next piece. */
    private int next(int offset, Tokens tokens, int first, int window) {
        int latest = first + window;
        for (int token = latest; token > first + window / 2; token--) {
            int start = offset + tokens.starts()[token];
            if (start > 0 && Character.isWhitespace(text.charAt(start - 1))) {
                return token;
            }
        }
        return latest;
    }

    private void add(List<Span> pieces, int from, int to, int tokens, boolean heading) {
        Span piece = Span.trimmed(text, from, to, tokens, heading);
        if (!piece.isEmpty()) {
            pieces.add(piece);
        }
    }

    /** Two halves, between words where it can be; one where there is no place to cut. */
    List<Span> halves(Span span) {
        int middle = span.start() + span.length() / 2;
        int cut = Graphemes.cut(text, Math.max(span.start(), middle - STRETCH), middle, span.end());
        for (int at = middle; at > span.start() + span.length() / 4; at--) {
            if (Graphemes.isGap(text, at, span.end())) {
                cut = at;
                break;
            }
        }
        List<Span> halves = new ArrayList<>();
        add(halves, span.start(), cut, span.tokens() / 2, false);
        add(halves, cut, span.end(), span.tokens() / 2, span.heading());
        return halves;
    }
}
