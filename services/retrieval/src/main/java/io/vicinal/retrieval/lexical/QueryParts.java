package io.vicinal.retrieval.lexical;

import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A query's text, parted at its quotes. Quotes are all the syntax there is: what stands between two of them is a phrase. A
 * quote that touches a word from the wrong side (5" disks, rock'n'"roll) or has no partner is a character like any other.
 */
final class QueryParts {
    private static final String QUOTES = "\"“”„«»";
    /** Written without spaces, so that a quote after a letter may well begin a phrase. */
    private static final Set<UnicodeScript> WITHOUT_SPACES = EnumSet.of(
            UnicodeScript.HAN,
            UnicodeScript.HIRAGANA,
            UnicodeScript.KATAKANA,
            UnicodeScript.THAI,
            UnicodeScript.KHMER,
            UnicodeScript.LAO,
            UnicodeScript.MYANMAR);

    record Part(String text, boolean phrase) {}

    /** In order; parts of whitespace alone are left out. */
    static List<Part> of(String query) {
        List<Part> parts = new ArrayList<>();
        int plain = 0;
        int open = -1;
        for (int i = 0; i < query.length(); i++) {
            if (QUOTES.indexOf(query.charAt(i)) < 0) {
                continue;
            }
            if (open >= 0 && mayClose(query, i)) {
                add(query, plain, open, false, parts);
                add(query, open + 1, i, true, parts);
                plain = i + 1;
                open = -1;
            } else if (open < 0 && mayOpen(query, i)) {
                open = i;
            }
        }
        add(query, plain, query.length(), false, parts);
        return parts;
    }

    private static boolean mayOpen(String query, int quote) {
        return quote == 0 || !isWord(query.codePointBefore(quote));
    }

    private static boolean mayClose(String query, int quote) {
        return quote + 1 == query.length() || !isWord(query.codePointAt(quote + 1));
    }

    private static boolean isWord(int character) {
        return Character.isLetterOrDigit(character) && !WITHOUT_SPACES.contains(UnicodeScript.of(character));
    }

    private static void add(String query, int from, int to, boolean phrase, List<Part> parts) {
        String text = query.substring(from, to);
        if (!text.isBlank()) {
            parts.add(new Part(text, phrase));
        }
    }

    private QueryParts() {}
}
