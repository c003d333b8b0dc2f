package io.vicinal.inference.budget;

import java.nio.charset.StandardCharsets;

/** How many tokens a text takes at most, of whichever model is to read it: its vocabulary is not known here. */
public final class TokenBound {
    /** Of the numbers of tokens that vocabularies make of a text: three bytes a token is more than any makes of prose. */
    private static final int BYTES_A_TOKEN = 3;

    public static int of(String text) {
        return Math.ceilDiv(text.getBytes(StandardCharsets.UTF_8).length, BYTES_A_TOKEN);
    }

    private TokenBound() {}
}
