package io.vicinal.parser;

import io.vicinal.parsing.ParseAnswer.Reason;

/** Text that has come out so far, never more than allowed. */
final class BoundedText {
    private final StringBuilder text = new StringBuilder();
    private final int limitBytes;
    private long bytes;

    BoundedText(int limitBytes) {
        this.limitBytes = limitBytes;
    }

    void append(CharSequence more) throws RefusalException {
        for (int i = 0; i < more.length(); i++) {
            char c = more.charAt(i);
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3; // a pair is 4
        }
        if (bytes > limitBytes) {
            throw new RefusalException(
                    Reason.TOO_MUCH_TEXT,
                    "The file holds more than %,d bytes of text, the most of one document; split it."
                            .formatted(limitBytes));
        }
        text.append(more);
    }

    int length() {
        return text.length();
    }

    /** Bytes that still fit. */
    long left() {
        return limitBytes - bytes;
    }

    boolean isBlank() {
        return text.chars().allMatch(Character::isWhitespace);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
