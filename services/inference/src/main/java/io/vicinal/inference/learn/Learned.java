package io.vicinal.inference.learn;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.vicinal.inference.classifier.ClassifierModel;
import io.vicinal.inference.novelty.NoveltyModel;
import io.vicinal.inference.regression.RegressionModel;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was learned of a field, as it stands on {@code vicinal.classifiers}.
 *
 * @param revision of the collection that was read: its shards' next offsets, summed
 * @param trainedAt when that was done
 * @param seconds that reading and training took
 * @param classifier of a field of labels, else null
 * @param regressor of a field of numbers, else null
 * @param documents what all documents are like, where it was learned of no field, else null
 */
@JsonInclude(Include.NON_NULL)
public record Learned(
        Subject subject,
        long revision,
        Instant trainedAt,
        double seconds,
        @Nullable ClassifierModel classifier,
        @Nullable RegressionModel regressor,
        @Nullable NoveltyModel documents) {

    /** Of a field. */
    public Learned(
            Subject subject,
            long revision,
            Instant trainedAt,
            double seconds,
            @Nullable ClassifierModel classifier,
            @Nullable RegressionModel regressor) {
        this(subject, revision, trainedAt, seconds, classifier, regressor, null);
    }

    /** Whether it stands under the right key, and is of forms that are known here. */
    boolean isWholeOf(String key) {
        return subject != null
                && subject.collection() != null
                && subject.createdAt() != null
                && subject.field() != null
                && key.equals(subject.key())
                && trainedAt != null
                && Stream.of(classifier, regressor, documents)
                                .filter(Objects::nonNull)
                                .count()
                        == 1
                && (classifier == null || classifier.hasAllParts())
                && (regressor == null || regressor.hasAllParts())
                && (documents == null || documents.hasAllParts());
    }

    /** That it learned from. */
    public long examples() {
        if (classifier != null) {
            return classifier.report().examples();
        }
        return regressor != null ? regressor.report().examples() : documents != null ? documents.documents() : 0;
    }
}
