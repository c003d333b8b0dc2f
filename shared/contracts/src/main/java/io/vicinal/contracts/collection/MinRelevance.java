package io.vicinal.contracts.collection;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * From which probability of relevance on a hit is shown: a number, or a word whose number the relevance model knows.
 *
 * @param probability from 0, which shows all, to 1; null with a word
 * @param word null with a number
 */
public record MinRelevance(
        @Nullable Double probability, @Nullable Word word) {

    /** All is shown. */
    public static final MinRelevance NONE = new MinRelevance(0.0, null);

    public static final MinRelevance BALANCED = new MinRelevance(null, Word.BALANCED);

    private static final String FIELD = "min_relevance";

    /** What to give up first. */
    public enum Word {
        /** Only what is more likely relevant than not, however much is missed. */
        PRECISION,
        /** Nothing of what is clearly beside the question. */
        BALANCED,
        /** All that might be relevant, however much is not. */
        RECALL;

        String written() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** As users write it: {@code 0.3} or {@code "precision"}. */
    @JsonValue
    public Object written() {
        return word == null ? Objects.requireNonNull(probability) : word.written();
    }

    /** @throws ProblemException 400 for anything else */
    @JsonCreator
    public static MinRelevance of(Object written) {
        if (written instanceof Number number && number.doubleValue() >= 0 && number.doubleValue() <= 1) {
            return new MinRelevance(number.doubleValue(), null);
        }
        for (Word word : Word.values()) {
            if (word.written().equals(written)) {
                return new MinRelevance(null, word);
            }
        }
        throw ProblemType.INVALID_VALUE.exception(
                FIELD,
                FIELD + " must be a number from 0 to 1, or one of "
                        + Arrays.stream(Word.values()).map(Word::written).collect(Collectors.joining(", ")) + ".");
    }

    /** A sentence part. */
    @Override
    public String toString() {
        return String.valueOf(written());
    }
}
