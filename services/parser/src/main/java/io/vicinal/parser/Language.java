package io.vicinal.parser;

import java.io.IOException;
import java.util.Optional;
import org.apache.tika.langdetect.optimaize.OptimaizeLangDetector;
import org.apache.tika.language.detect.LanguageDetector;
import org.apache.tika.language.detect.LanguageResult;

/** Tells a text's language from its n-grams. */
final class Language {
    /** Beginning with more text changes no answer. */
    private static final int CHARACTERS = 20_000;

    /** Of fewer letters, names and numbers most of all, it has an opinion that is worth nothing. */
    private static final int FEWEST_LETTERS = 40;

    private final LanguageDetector detector = new OptimaizeLangDetector();

    Language() {
        try {
            detector.loadModels();
        } catch (IOException e) {
            throw new IllegalStateException("the languages' profiles are part of the library", e);
        }
    }

    /** @return ISO 639-1, where it is reasonably certain */
    Optional<String> of(String text) {
        String begin = text.substring(0, Math.min(text.length(), CHARACTERS));
        if (begin.codePoints().filter(Character::isLetter).count() < FEWEST_LETTERS) {
            return Optional.empty();
        }
        LanguageResult result = detector.detect(begin);
        return result.isReasonablyCertain() ? Optional.of(result.getLanguage()) : Optional.empty();
    }
}
