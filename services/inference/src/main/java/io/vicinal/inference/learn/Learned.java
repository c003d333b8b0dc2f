package io.vicinal.inference.learn;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.vicinal.inference.classifier.ClassifierModel;
import io.vicinal.inference.regression.RegressionModel;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was learned of a field, as it stands on {@code vicinal.classifiers}.
 *
 * @param revision of the collection that was read: its shards' next offsets, summed
 * @param trainedAt when that was done
 * @param seconds that reading and training took
 * @param classifier null for a field of numbers
 * @param regressor null for a field of labels
 */
@JsonInclude(Include.NON_NULL)
public record Learned(
        Subject subject,
        long revision,
        Instant trainedAt,
        double seconds,
        @Nullable ClassifierModel classifier,
        @Nullable RegressionModel regressor) {

    /** Whether it stands under the right key, and is of forms that are known here. */
    boolean isWholeOf(String key) {
        return subject != null
                && subject.collection() != null
                && subject.createdAt() != null
                && subject.field() != null
                && key.equals(subject.key())
                && trainedAt != null
                && (classifier == null) != (regressor == null)
                && (classifier == null || classifier.hasAllParts())
                && (regressor == null || regressor.hasAllParts());
    }

    /** That it learned from. */
    public long examples() {
        return classifier != null
                ? classifier.report().examples()
                : regressor != null ? regressor.report().examples() : 0;
    }
}
