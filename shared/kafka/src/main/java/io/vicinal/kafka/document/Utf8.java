package io.vicinal.kafka.document;

import java.nio.charset.StandardCharsets;

/** Sizes in UTF-8, without encoding what is plainly short or plainly long. */
final class Utf8 {

    static boolean exceeds(String text, int bytes) {
        if (text.length() > bytes) {
            return true;
        }
        return 3L * text.length() > bytes && text.getBytes(StandardCharsets.UTF_8).length > bytes;
    }

    static boolean hasLoneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return true;
            }
        }
        return false;
    }

    private Utf8() {}
}
