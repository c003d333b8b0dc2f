package io.vicinal.relevance.learn;

import io.vicinal.contracts.relevance.LearnedFusion;
import io.vicinal.contracts.relevance.RelevanceModel;
import io.vicinal.contracts.relevance.RelevanceModel.Weight;
import io.vicinal.contracts.relevance.RelevanceModels;
import io.vicinal.contracts.relevance.RelevanceReport;
import io.vicinal.contracts.relevance.Thresholds;
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

    static final int LEAST_HELD_OUT = 2;

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
     * Relevance and fusion are learned each by itself: what is no better stays as it serves.
     *
     * @param serving what judges now
     * @param models what was published
     * @param feedback the last event that is in the examples, by its offset
     * @return empty where too little is held out to tell whether it is better
     */
    static Optional<Trial> train(
            List<Example> examples, Model serving, RelevanceModels models, long feedback, Instant now) {
        Split split = Split.of(examples);
        if (split.training().isEmpty() || split.heldOutToTellApart() < LEAST_HELD_OUT) {
            return Optional.empty();
        }
        int version = models.newest() + 1;
        Judging draft = Judging.learned(split.training());
        LearnedModel drafted = new LearnedModel(version, draft.thresholds(), draft.intercept(), draft.weights());
        HoldOut.Answer gain = gain(split, serving, drafted, feedback);
        RelevanceReport report = report(split.heldOut(), serving, drafted, gain.value());
        boolean better = gain.value()
                > Math.max(gain.noise(), LEAST_GAIN * report.before().logLoss());
        Judging judging = better
                ? draft.with(Words.of(examples, Rows.of(examples), drafted))
                : Judging.of(models.model(serving.version()));
        Optional<LearnedFusion> fusion = FusionTrainer.train(
                split.training(), split.heldOut(), models.fusion().orElse(null), feedback);
        return Optional.of(new Trial(
                better || fusion.isPresent(),
                new RelevanceModel(
                        version,
                        RelevanceModel.FORMAT,
                        now,
                        judging.intercept(),
                        judging.weights(),
                        judging.thresholds(),
                        examples.size(),
                        feedback,
                        better ? report : report(split.heldOut(), serving, serving, 0),
                        fusion.or(models::fusion).orElse(null))));
    }

    /** What a model judges by. */
    private record Judging(double intercept, List<Weight> weights, Thresholds thresholds) {

        /** @return with the default's thresholds */
        static Judging learned(List<Example> examples) {
            Rows rows = Rows.of(examples);
            Standard standard = Standard.of(rows);
            double[] fitted = Fit.fit(rows, standard.applied(rows));
            List<Weight> weights = new ArrayList<>();
            for (int c = 0; c < Rows.WIDTH; c++) {
                weights.add(new Weight(
                        Feature.WEIGHED.get(c).written(), standard.mean()[c], standard.deviation()[c], fitted[c]));
            }
            return new Judging(fitted[Rows.WIDTH], weights, DefaultModel.THRESHOLDS);
        }

        /** As the default model where it is empty. */
        static Judging of(Optional<RelevanceModel> model) {
            return model.map(m -> new Judging(m.intercept(), m.weights(), m.thresholds()))
                    .orElse(new Judging(0, List.of(), DefaultModel.THRESHOLDS));
        }

        Judging with(Thresholds words) {
            return new Judging(intercept, weights, words);
        }
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
