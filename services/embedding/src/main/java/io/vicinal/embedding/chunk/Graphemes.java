package io.vicinal.embedding.chunk;

import java.text.BreakIterator;
import java.text.StringCharacterIterator;
import java.util.Locale;

/**
 * What readers take for one character: a letter with its marks, a flag, a family of emoji (extended grapheme clusters, Unicode
 * Standard Annex 29, as the JDK knows them).
 */
final class Graphemes {
    /** A cluster of more code units is no character of any language, and is cut like text. */
    private static final int LONGEST = 64;

    /**
     * Where to cut instead of in the middle of a character.
     *
     * @param from a place between two characters, at most a few thousand before
     * @param at where it would be convenient to cut
     * @param end of what is cut
     * @return the same place or one before it, and after {@code from} where there is one; else the next one
     */
    static int cut(String text, int from, int at, int end) {
        if (at <= from || at >= end || isPlain(text, at)) {
            return at;
        }
        int until = Math.min(end, at + LONGEST);
        BreakIterator breaks = BreakIterator.getCharacterInstance(Locale.ROOT);
        breaks.setText(new StringCharacterIterator(text, from, until, from));
        int before = from;
        int after = from;
        while (after != BreakIterator.DONE && after < at) {
            before = after;
            after = breaks.next();
        }
        if (after == at) {
            return at;
        }
        if (before > from && at - before <= LONGEST) {
            return before;
        }
        boolean isShort = after != BreakIterator.DONE && (after < until || until == end) && after - before <= LONGEST;
        return isShort ? after : betweenCodePoints(text, at);
    }

    /** Two letters, digits or the like of which nothing combines: nearly always. */
    private static boolean isPlain(String text, int at) {
        char before = text.charAt(at - 1);
        char after = text.charAt(at);
        return after < '\u0300' && before < '\u0300' && !(before == '\r' && after == '\n');
    }

    /** Whether there is whitespace that no mark sits on. */
    static boolean isGap(String text, int at, int end) {
        return Character.isWhitespace(text.charAt(at)) && (at + 1 >= end || !isMark(text.charAt(at + 1)));
    }

    /** Whether a character is seen together with the one before it. */
    private static boolean isMark(char c) {
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK -> true;
            default -> c == '\u200C' || c == '\u200D' || c == '\uFF9E' || c == '\uFF9F';
        };
    }

    /** The same place, or one further where it would part a surrogate pair. */
    private static int betweenCodePoints(String text, int at) {
        return Character.isLowSurrogate(text.charAt(at)) && Character.isHighSurrogate(text.charAt(at - 1))
                ? at + 1
                : at;
    }

    private Graphemes() {}
}
