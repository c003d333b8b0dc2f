package io.vicinal.contracts.inference;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param results one a text, in order
 * @param regressor which one answered
 * @param warnings what is not as asked, in a sentence each
 */
public record RegressResult(List<Estimated> results, ClassifierState regressor, List<String> warnings) {

    /**
     * What is known of a text's number; of a date in milliseconds since 1970.
     *
     * @param value null where no example is there
     * @param low where the interval begins; null where there are too few examples to promise its coverage
     * @param high where it ends; null where {@code low} is
     * @param evidence the neighbours, nearest first
     */
    public record Estimated(
            @JsonInclude(Include.ALWAYS) @Nullable Double value,
            @JsonInclude(Include.ALWAYS) @Nullable Double low,
            @JsonInclude(Include.ALWAYS) @Nullable Double high,
            List<NumericEvidence> evidence) {}

    /**
     * @param similarity cosine
     * @param weight its share of all
     */
    public record NumericEvidence(String documentId, double value, double similarity, double weight) {}
}
