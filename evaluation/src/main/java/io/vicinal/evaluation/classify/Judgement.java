package io.vicinal.evaluation.classify;

import io.vicinal.contracts.inference.ClassifyResult.Classified;
import io.vicinal.evaluation.dataset.LabelledText;
import io.vicinal.evaluation.metrics.Calibration;
import io.vicinal.evaluation.metrics.LabelQuality;
import io.vicinal.evaluation.metrics.LabelQuality.Labelled;
import io.vicinal.evaluation.metrics.RiskCoverage;
import io.vicinal.evaluation.metrics.RiskCoverage.Answer;
import io.vicinal.evaluation.metrics.Roc;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Answers set against the truth.
 *
 * @param coverage share of the texts of which the platform does not abstain
 * @param risk share of those that is wrong; null where it abstained of all
 * @param abstained how often for which reason
 */
record Judgement(
        LabelQuality quality,
        Calibration calibration,
        RiskCoverage riskCoverage,
        double coverage,
        @Nullable Double risk,
        Map<String, Integer> abstained) {

    static Judgement of(List<LabelledText> texts, List<Classified> answers) {
        List<Labelled> labelled = new ArrayList<>();
        List<Calibration.Pair> pairs = new ArrayList<>();
        List<Answer> confidences = new ArrayList<>();
        int answered = 0;
        int wrong = 0;
        Map<String, Integer> abstained = new TreeMap<>();
        for (int i = 0; i < texts.size(); i++) {
            String truth = texts.get(i).label();
            Classified answer = answers.get(i);
            boolean said =
                    answer.distribution() != null && !answer.distribution().isEmpty();
            String given = said ? answer.distribution().getFirst().label() : null;
            double confidence = said ? answer.distribution().getFirst().probability() : 0;
            boolean right = truth.equals(given);
            labelled.add(new Labelled(truth, given));
            pairs.add(new Calibration.Pair(confidence, right));
            confidences.add(new Answer(confidence, right));
            if (!answer.abstained()) {
                answered++;
                wrong += truth.equals(answer.label()) ? 0 : 1;
            } else {
                abstained.merge(Objects.requireNonNullElse(answer.reason(), "unsaid"), 1, Integer::sum);
            }
        }
        return new Judgement(
                LabelQuality.of(labelled),
                Calibration.of(pairs),
                RiskCoverage.of(confidences),
                (double) answered / texts.size(),
                answered == 0 ? null : (double) wrong / answered,
                abstained);
    }

    /** @return null where the platform does not say of each text how strange it is */
    static ClassificationResult.@Nullable Novelty novelty(List<Classified> known, List<Classified> strangers) {
        double[] of = scores(known);
        double[] ofStrangers = scores(strangers);
        return of.length < known.size() || ofStrangers.length < strangers.size()
                ? null
                : new ClassificationResult.Novelty(share(known), share(strangers), Roc.of(of, ofStrangers));
    }

    private static double[] scores(List<Classified> answers) {
        return answers.stream()
                .map(Classified::novelty)
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    private static double share(List<Classified> answers) {
        return (double) answers.stream().filter(Classified::isNovel).count() / answers.size();
    }
}
