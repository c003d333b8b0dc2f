package io.vicinal.text.sentence;

import java.util.regex.Pattern;

/**
 * A line of a text, and what it looks like. Markdown counts, and what people do without it.
 *
 * @param start in UTF-16 code units
 * @param end one past its last character, without the line's end
 * @param next where the next line begins
 */
record Line(String text, int start, int end, int next) {
    /** Longer lines are text, whatever they look like. */
    private static final int LONGEST_HEADING = 100;
    /** How much of a line is looked at. */
    private static final int LOOKED_AT = 256;

    private static final Pattern MARKDOWN_HEADING = Pattern.compile("[ ]{0,3}#{1,6}(?:[ \\t].*|)");
    private static final Pattern ITEM =
            Pattern.compile("[ \\t]{0,16}(?:[-*+•‣▪·–]|\\(?\\d{1,3}[.)]|\\([A-Za-z]{1,4}\\))[ \\t]+\\S.*");
    /** What a sentence ends with, or something that goes on. */
    private static final String ENDS = ".!?…:;,。！？；：，、؟۔।॥|";

    static Line at(String text, int start) {
        int end = start;
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        int next = end;
        if (next < text.length()) {
            next += text.startsWith("\r\n", next) ? 2 : 1;
        }
        return new Line(text, start, end, next);
    }

    boolean isBlank() {
        for (int i = start; i < end; i++) {
            if (!Character.isWhitespace(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    boolean isMarkdownHeading() {
        return end - start <= 4 * LONGEST_HEADING && matches(MARKDOWN_HEADING);
    }

    boolean isItem() {
        return matches(ITEM);
    }

    /** Cells between bars or tabs. */
    boolean isRow() {
        String shown = shown();
        return shown.startsWith("|") && shown.indexOf('|', 1) > 0 || shown.indexOf('\t') > 0;
    }

    /** Between the head of a Markdown table and its rows. */
    boolean isRuleOfTable() {
        String shown = shown();
        return shown.indexOf('|') >= 0
                && shown.indexOf('-') >= 0
                && shown.chars().allMatch(c -> "|-: \t".indexOf(c) >= 0);
    }

    /** Under a heading. */
    boolean isUnderline() {
        String shown = shown();
        return shown.length() >= 3
                && (shown.chars().allMatch(c -> c == '=') || shown.chars().allMatch(c -> c == '-'));
    }

    /** Short, and does not end as a sentence does. */
    boolean mayBeHeading() {
        String shown = shown();
        return !shown.isEmpty()
                && shown.length() <= LONGEST_HEADING
                && ENDS.indexOf(shown.charAt(shown.length() - 1)) < 0
                && shown.chars().anyMatch(Character::isLetterOrDigit);
    }

    boolean isAllCapitals() {
        String shown = shown();
        return mayBeHeading()
                && shown.chars().filter(Character::isUpperCase).count() >= 2
                && shown.chars().noneMatch(Character::isLowerCase);
    }

    private String shown() {
        return text.substring(start, Math.min(end, start + LOOKED_AT)).strip();
    }

    private boolean matches(Pattern pattern) {
        return pattern.matcher(text)
                .region(start, Math.min(end, start + LOOKED_AT))
                .matches();
    }
}
