package io.vicinal.embedding.chunk;

/**
 * A heading, a list item, a sentence, or a piece of one that is longer than a window.
 *
 * @param start in UTF-16 code units; neither it nor the end is whitespace, unless a combining mark sits on it
 * @param end one past the last
 * @param tokens at least 1, so that nothing is free
 * @param heading whether it belongs to what follows
 */
record Span(int start, int end, int tokens, boolean heading) {

    /** The part without whitespace at its ends; of length 0 where nothing is left. */
    static Span trimmed(String text, int start, int end, int tokens, boolean heading) {
        int first = start;
        int last = end;
        while (first < last && Graphemes.isGap(text, first, last)) {
            first++;
        }
        while (last > first && Graphemes.isGap(text, last - 1, end)) {
            last--;
        }
        return new Span(first, last, Math.max(1, tokens), heading);
    }

    boolean isEmpty() {
        return start == end;
    }

    int length() {
        return end - start;
    }
}
