package io.vicinal.text.sentence;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Words that end in a full stop where no sentence ends. */
final class Abbreviations {
    /** What stands before names and numbers in texts of the languages that write such words. */
    private static final Set<String> KNOWN = Set.of(
            "al", "approx", "art", "bd", "bzw", "ca", "cap", "cf", "ch", "co", "corp", "dept", "dr", "dra", "ed", "eds",
            "eq", "eqs", "est", "fig", "figs", "fr", "gen", "gov", "hr", "inc", "jr", "lt", "ltd", "maj", "max", "min",
            "mlle", "mm", "mme", "mr", "mrs", "ms", "mt", "nr", "num", "op", "pp", "pr", "prof", "rep", "rev", "sec",
            "sen", "sgt", "sig", "sr", "sra", "st", "ste", "str", "tab", "tel", "usw", "vgl", "viz", "vol", "vols",
            "vs");

    /** e.g, p.m, U.S, Ph.D */
    private static final Pattern DOTTED = Pattern.compile("\\p{L}{1,2}(?:\\.\\p{L}{1,2})+");

    private static final int LONGEST = 8;

    /**
     * Whether the last word before the end is an abbreviation: a known one, one letter (an initial), letters with full stops
     * between them, or a number of at most three digits (an ordinal in many languages).
     *
     * @param end one past the sentence, whitespace after it included
     */
    static boolean endsIn(String text, int start, int end) {
        int last = end - 1;
        while (last > start && Character.isWhitespace(text.charAt(last))) {
            last--;
        }
        if (text.charAt(last) != '.') {
            return false;
        }
        int first = last;
        while (first > start && last - first <= LONGEST && isPart(text.charAt(first - 1))) {
            first--;
        }
        String word = text.substring(first, last);
        if (word.isEmpty() || word.length() > LONGEST) {
            return false;
        }
        if (word.chars().allMatch(Character::isDigit)) {
            return word.length() <= 3;
        }
        return DOTTED.matcher(word).matches()
                || word.length() == 1 && Character.isLetter(word.charAt(0)) && isCased(word.charAt(0))
                || KNOWN.contains(word.toLowerCase(Locale.ROOT));
    }

    private static boolean isPart(char c) {
        return Character.isLetterOrDigit(c) || c == '.';
    }

    private static boolean isCased(char c) {
        return Character.isUpperCase(c) || Character.isLowerCase(c);
    }

    private Abbreviations() {}
}
