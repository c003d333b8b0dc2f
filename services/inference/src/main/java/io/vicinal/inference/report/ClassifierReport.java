package io.vicinal.inference.report;

import io.vicinal.inference.calibration.CalibrationError;
import io.vicinal.inference.examples.Duplicates;
import io.vicinal.inference.examples.Duplicates.Conflict;
import io.vicinal.inference.examples.Examples;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What was chosen, and how well it does on documents that it had not seen: for votes each document by itself was left out, for
 * the head a fifth of them.
 *
 * @param examples that it learned from
 * @param labelled documents in all; more than {@code examples} where there were too many, and the rest was left out
 * @param evaluated examples that took part in choosing and are counted below; not those whose label no other text has, which
 *     cannot be left out
 * @param conflicting examples whose text another has with other labels
 * @param conflicts the first of them
 * @param accuracy share of the evaluated whose labels were told exactly; null where none was evaluated
 * @param macroF1 mean over the labels that have an F1, or null
 * @param calibrationError expected, over {@link CalibrationError#BINS} bins; null where a document may have several labels
 * @param chosen by leave-one-out and cross-validation
 * @param confusions the most frequent, where a document has one label
 * @param seconds that training took
 */
public record ClassifierReport(
        int examples,
        long labelled,
        int evaluated,
        int conflicting,
        List<Conflict> conflicts,
        @Nullable Double accuracy,
        @Nullable Double macroF1,
        @Nullable Double calibrationError,
        Chosen chosen,
        List<LabelFigures> labels,
        List<Confusion> confusions,
        List<CalibrationError.Bin> calibration,
        double seconds) {
    private static final int MOST_CONFLICTS = 100;

    /**
     * @param neighbours how many vote
     * @param temperature of votes, in cosines
     * @param base weight of the base distribution
     * @param lateInteraction weight of it beside the cosine, in what neighbours vote with; null where that is the cosine alone
     * @param headPrecision how near the head is held to the labels' means; null where there is no head
     * @param headWeight in the mixture
     * @param calibrationTemperature of the mixture
     * @param votesAccuracy of neighbours alone, or null
     * @param headAccuracy of the head alone, or null
     */
    public record Chosen(
            int neighbours,
            double temperature,
            double base,
            @Nullable Double lateInteraction,
            @Nullable Double headPrecision,
            double headWeight,
            double calibrationTemperature,
            @Nullable Double votesAccuracy,
            @Nullable Double headAccuracy) {}

    public static ClassifierReport of(Examples examples, HeldOut heldOut, Chosen chosen, double seconds) {
        List<Conflict> conflicts = Duplicates.conflicts(examples);
        List<LabelFigures> labels = LabelFigures.of(heldOut, examples.names());
        boolean[] right = heldOut.right();
        int rights = 0;
        for (boolean one : right) {
            rights += one ? 1 : 0;
        }
        List<Double> f1 =
                labels.stream().map(LabelFigures::f1).filter(Objects::nonNull).toList();
        boolean calibrated = heldOut.confidences().length > 0;
        List<CalibrationError.Bin> bins = calibrated ? CalibrationError.bins(heldOut.confidences(), right) : List.of();
        return new ClassifierReport(
                examples.count(),
                examples.seen(),
                right.length,
                conflicts.size(),
                conflicts.stream().limit(MOST_CONFLICTS).toList(),
                right.length == 0 ? null : (double) rights / right.length,
                f1.isEmpty()
                        ? null
                        : f1.stream().mapToDouble(Double::doubleValue).average().orElseThrow(),
                calibrated ? CalibrationError.expected(bins) : null,
                chosen,
                labels,
                Confusion.of(heldOut, examples.names()),
                bins,
                seconds);
    }
}
