package io.vicinal.inference.answer;

import java.util.regex.Pattern;

/**
 * Text of others as it stands in a prompt: what servers' templates and our own marks would take for structure loses its form. The
 * length may change, so it is never what a citation's place is counted in.
 */
final class Fenced {
    /** Of the templates of chat models; some servers read these in any text. */
    private static final Pattern TEMPLATE = Pattern.compile(
            "<\\|[^|>\\n]{0,64}\\|>|</?s>|\\[/?INST]|<</?SYS>>|<(?:start|end)_of_turn>|<\\x{FF5C}[^>\\n]{0,64}\\x{FF5C}>",
            Pattern.CASE_INSENSITIVE);

    /** Ours: a text's own reference is not the number of a passage. */
    private static final Pattern NUMBER = Pattern.compile("\\[(\\d{1,3}(?:\\s*[,;\\u2013-]\\s*\\d{1,3})*)]");

    private static final Pattern MARK = Pattern.compile("<{2,}|>{2,}");
    private static final Pattern CONTROL =
            Pattern.compile("[\\p{Cc}&&[^\\n\\t]]|[\\u200B-\\u200F\\u202A-\\u202E\\u2066-\\u2069]");
    private static final int LONGEST_LINE = 300;

    static String text(String text) {
        String plain = CONTROL.matcher(text).replaceAll(" ");
        String without = TEMPLATE.matcher(plain).replaceAll(" ");
        String numbers = NUMBER.matcher(without).replaceAll("($1)");
        return MARK.matcher(numbers)
                .replaceAll(match -> String.join(" ", match.group().split("")));
    }

    /** On one line, and not a long one. */
    static String line(String text) {
        String line = text(text).replace('\n', ' ');
        return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE);
    }

    private Fenced() {}
}
