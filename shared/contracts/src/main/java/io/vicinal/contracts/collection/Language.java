package io.vicinal.contracts.collection;

import java.util.List;

/** The languages that lexical search can analyse: where words end, which say nothing, and how they are brought to a stem. */
public final class Language {
    /** No stemming, no stop words, and words of any script: for texts in several languages, for names and codes. */
    public static final String NONE = "none";

    /** ISO 639 (with a region where that makes another analyser), and {@link #NONE}. */
    public static final List<String> CODES = List.of(
            "ar", "bg", "bn", "ca", "ckb", "cs", "da", "de", "el", "en", "es", "et", "eu", "fa", "fi", "fr", "ga", "gl",
            "hi", "hu", "hy", "id", "it", "ja", "ko", "lt", "lv", "ne", "nl", "no", "pl", "pt", "pt-br", "ro", "ru",
            "sr", "sv", "ta", "te", "th", "tr", "uk", "zh", NONE);

    private Language() {}
}
