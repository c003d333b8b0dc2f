package io.vicinal.onnx.tokenize;

import org.jspecify.annotations.Nullable;

/**
 * The tokenizer counts in Unicode code points, and reads well-formed text only; Java counts in UTF-16 code units, and
 * allows lone surrogates. This is the bridge.
 */
final class CodeUnits {
    /** Takes the place of a lone surrogate: one code unit, one code point, so that no offset moves. */
    private static final char REPLACEMENT = '\uFFFD';

    /** The code unit at which each code point starts, and the length; null where the two counts are the same. */
    private final int @Nullable [] starts;

    private CodeUnits(int @Nullable [] starts) {
        this.starts = starts;
    }

    static CodeUnits of(String wellFormed) {
        int points = wellFormed.codePointCount(0, wellFormed.length());
        if (points == wellFormed.length()) {
            return new CodeUnits(null);
        }
        int[] starts = new int[points + 1];
        int unit = 0;
        for (int point = 0; point < points; point++) {
            starts[point] = unit;
            unit += Character.charCount(wellFormed.codePointAt(unit));
        }
        starts[points] = unit;
        return new CodeUnits(starts);
    }

    int at(int codePoint) {
        return starts == null ? codePoint : starts[codePoint];
    }

    static String wellFormed(String text) {
        char[] repaired = null;
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (!Character.isSurrogate(unit)) {
                continue;
            }
            if (Character.isHighSurrogate(unit)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
                continue;
            }
            repaired = repaired == null ? text.toCharArray() : repaired;
            repaired[i] = REPLACEMENT;
        }
        return repaired == null ? text : new String(repaired);
    }
}
