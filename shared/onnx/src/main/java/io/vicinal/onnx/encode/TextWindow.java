package io.vicinal.onnx.encode;

/**
 * What so many tokens may need of a text; the rest need not be tokenized to know that it is too long.
 *
 * @param tokens the most that a model reads
 */
public record TextWindow(int tokens) {
    /** A token has more characters than this only in texts that are not language; bounds the tokenizer's work. */
    private static final int CHARACTERS_PER_TOKEN = 64;

    /** Its beginning, cut between characters. */
    public String first(String text) {
        int most = CHARACTERS_PER_TOKEN * tokens;
        if (text.length() <= most) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
    }

    /** Its end, cut between characters. */
    public String last(String text) {
        int from = text.length() - CHARACTERS_PER_TOKEN * tokens;
        if (from <= 0) {
            return text;
        }
        return text.substring(Character.isLowSurrogate(text.charAt(from)) ? from + 1 : from);
    }

    /** Whether {@link #first} leaves out more than white space. */
    boolean cuts(String text) {
        return first(text).length() < text.stripTrailing().length();
    }
}
