package io.vicinal.embedding.chunk;

/**
 * A sentence, or a piece of one that is longer than a window.
 *
 * @param start in UTF-16 code units; neither it nor the end is whitespace
 * @param end one past the last
 * @param tokens at least 1, so that nothing is free
 */
record Span(int start, int end, int tokens) {

    /** The part without whitespace at its ends; of length 0 where nothing is left. */
    static Span trimmed(String text, int start, int end, int tokens) {
        int first = start;
        int last = end;
        while (first < last && Character.isWhitespace(text.charAt(first))) {
            first++;
        }
        while (last > first && Character.isWhitespace(text.charAt(last - 1))) {
            last--;
        }
        return new Span(first, last, Math.max(1, tokens));
    }

    boolean isEmpty() {
        return start == end;
    }

    int length() {
        return end - start;
    }

    /** The same place, or one further where it would part a surrogate pair. */
    static int betweenCharacters(String text, int at) {
        return at > 0
                        && at < text.length()
                        && Character.isLowSurrogate(text.charAt(at))
                        && Character.isHighSurrogate(text.charAt(at - 1))
                ? at + 1
                : at;
    }
}
