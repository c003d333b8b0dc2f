package io.vicinal.evaluation.classify;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Of one run, or the mean of several.
 *
 * @param accuracy of the most likely label, whether the platform stands by it or abstains
 * @param calibrationError expected, over 15 bins of the most likely label's probability
 * @param riskCoverageArea mean share of wrong answers over all coverages
 * @param coverage share of the texts of which the platform does not abstain
 * @param risk share of those that is wrong; null where it abstained of all
 * @param noveltyAuroc null without strangers
 * @param trainingSeconds null where nothing is trained
 */
@JsonInclude(Include.NON_NULL)
record Figures(
        double accuracy,
        double macroF1,
        double calibrationError,
        double riskCoverageArea,
        double coverage,
        @Nullable Double risk,
        @Nullable Double noveltyAuroc,
        double textsPerSecond,
        @Nullable Double trainingSeconds) {

    static Figures mean(List<Figures> runs) {
        return new Figures(
                average(runs, Figures::accuracy),
                average(runs, Figures::macroF1),
                average(runs, Figures::calibrationError),
                average(runs, Figures::riskCoverageArea),
                average(runs, Figures::coverage),
                known(runs, Figures::risk),
                known(runs, Figures::noveltyAuroc),
                average(runs, Figures::textsPerSecond),
                known(runs, Figures::trainingSeconds));
    }

    private static double average(List<Figures> runs, Function<Figures, Double> figure) {
        return runs.stream().mapToDouble(figure::apply).average().orElse(0);
    }

    private static @Nullable Double known(List<Figures> runs, Function<Figures, @Nullable Double> figure) {
        List<Double> values = runs.stream().map(figure).filter(Objects::nonNull).toList();
        return values.size() < runs.size() || values.isEmpty()
                ? null
                : values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }
}
