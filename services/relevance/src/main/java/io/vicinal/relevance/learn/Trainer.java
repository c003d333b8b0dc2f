package io.vicinal.relevance.learn;

import io.vicinal.contracts.relevance.RelevanceModel;
import io.vicinal.contracts.relevance.RelevanceModel.Weight;
import io.vicinal.contracts.relevance.RelevanceReport;
import io.vicinal.relevance.features.Feature;
import io.vicinal.relevance.model.DefaultModel;
import io.vicinal.relevance.model.LearnedModel;
import io.vicinal.relevance.model.Model;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** From examples to a model, and whether it is better than the one that serves. The same examples give the same. */
final class Trainer {
    /** Queries with something to tell apart from which on there is something to learn. */
    static final int LEAST_QUERIES = 20;

    private static final int LEAST_HELD_OUT = 2;

    /** Of the log loss as it is: less is not worth another of the few models that one can go back to. */
    private static final double LEAST_GAIN = 0.001;

    /**
     * What was tried.
     *
     * @param better whether it is to be published
     * @param model that came of it
     */
    record Trial(boolean better, RelevanceModel model) {}

    /**
     * @param serving what judges now
     * @param version that the model is to have
     * @param feedback the last event that is in the examples, by its offset
     * @return empty where too little is held out to tell whether it is better
     */
    static Optional<Trial> train(List<Example> examples, Model serving, int version, long feedback, Instant now) {
        Split split = Split.of(examples);
        if (split.training().isEmpty() || split.heldOutToTellApart() < LEAST_HELD_OUT) {
            return Optional.empty();
        }
        Rows rows = Rows.of(split.training());
        Standard standard = Standard.of(rows);
        double[] fitted = Fit.fit(rows, standard.applied(rows));
        List<Weight> weights = weights(standard, fitted);
        double intercept = fitted[Rows.WIDTH];
        LearnedModel draft = new LearnedModel(version, DefaultModel.THRESHOLDS, intercept, weights);
        HoldOut.Answer gain = gain(split, serving, draft, feedback);
        RelevanceReport report = report(split.heldOut(), serving, draft, gain.value());
        return Optional.of(new Trial(
                gain.value()
                        > Math.max(gain.noise(), LEAST_GAIN * report.before().logLoss()),
                new RelevanceModel(
                        version,
                        RelevanceModel.FORMAT,
                        now,
                        intercept,
                        weights,
                        Words.of(examples, Rows.of(examples), draft),
                        examples.size(),
                        feedback,
                        report)));
    }

    private record Split(List<Example> training, List<Example> heldOut) {
        static Split of(List<Example> examples) {
            List<Example> training = new ArrayList<>();
            List<Example> heldOut = new ArrayList<>();
            for (Example example : examples) {
                (HoldOut.holds(example.query().queryId()) ? heldOut : training).add(example);
            }
            return new Split(training, heldOut);
        }

        long heldOutToTellApart() {
            return heldOut.stream()
                    .filter(example -> example.labels().hasBoth())
                    .count();
        }
    }

    private static List<Weight> weights(Standard standard, double[] fitted) {
        List<Weight> weights = new ArrayList<>();
        for (int c = 0; c < Rows.WIDTH; c++) {
            weights.add(new Weight(
                    Feature.WEIGHED.get(c).written(), standard.mean()[c], standard.deviation()[c], fitted[c]));
        }
        return weights;
    }

    /** How much less log loss a hit of a query has than now. */
    private static HoldOut.Answer gain(Split split, Model serving, Model model, long seed) {
        return HoldOut.ask(gains(split.training(), serving, model), gains(split.heldOut(), serving, model), seed);
    }

    private static double[] gains(List<Example> examples, Model before, Model now) {
        Rows rows = Rows.of(examples);
        double[] gains = new Evaluation(rows, Rows.probabilities(examples, before)).queryLosses();
        double[] losses = new Evaluation(rows, Rows.probabilities(examples, now)).queryLosses();
        for (int q = 0; q < gains.length; q++) {
            gains[q] -= losses[q];
        }
        return gains;
    }

    private static RelevanceReport report(List<Example> heldOut, Model serving, Model model, double improvement) {
        Rows rows = Rows.of(heldOut);
        Evaluation now = new Evaluation(rows, Rows.probabilities(heldOut, model));
        return new RelevanceReport(
                heldOut.size(),
                rows.count(),
                now.relevant(),
                improvement,
                now.measures(),
                new Evaluation(rows, Rows.probabilities(heldOut, serving)).measures(),
                new Evaluation(rows, Rows.probabilities(heldOut, DefaultModel.INSTANCE)).measures(),
                now.reliability(),
                now.curve());
    }

    private Trainer() {}
}
