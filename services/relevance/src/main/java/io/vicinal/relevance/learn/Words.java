package io.vicinal.relevance.learn;

import io.vicinal.contracts.relevance.Thresholds;
import io.vicinal.relevance.features.ListFeatures;
import io.vicinal.relevance.model.DefaultModel;
import io.vicinal.relevance.model.Model;
import java.util.Arrays;
import java.util.List;

/**
 * The thresholds of a learned model's words. {@code balanced} and {@code recall} are as strict as the default model's: they
 * leave as many of the judged queries a relevant hit among the first ten. {@code precision} is the least from which on four in
 * five hits are relevant, and one half where there is none.
 */
final class Words {
    private static final int PAGE = 10;
    private static final double PRECISE = 0.8;
    private static final int STEPS = 100;

    static Thresholds of(List<Example> examples, Rows rows, Model model) {
        double[] before = bestRelevant(examples, DefaultModel.INSTANCE);
        double[] now = bestRelevant(examples, model);
        double balanced = keeping(now, share(before, DefaultModel.THRESHOLDS.balanced()));
        double recall = Math.min(balanced, keeping(now, share(before, DefaultModel.THRESHOLDS.recall())));
        return new Thresholds(Math.max(balanced, precise(examples, rows, model)), balanced, recall);
    }

    private static double precise(List<Example> examples, Rows rows, Model model) {
        Evaluation evaluation = new Evaluation(rows, Rows.probabilities(examples, model));
        for (int step = 1; step < STEPS; step++) {
            double threshold = (double) step / STEPS;
            if (evaluation.at(threshold).precision() >= PRECISE) {
                return threshold;
            }
        }
        return DefaultModel.THRESHOLDS.precision();
    }

    /** {@code double[queries]}: of those with a relevant hit on the first page, the highest probability of one; ascending. */
    private static double[] bestRelevant(List<Example> examples, Model model) {
        return examples.stream()
                .mapToDouble(example -> bestRelevant(example, model))
                .filter(best -> best >= 0)
                .sorted()
                .toArray();
    }

    private static double bestRelevant(Example example, Model model) {
        ListFeatures features = example.query().listFeatures();
        double best = -1;
        for (int hit = 0; hit < Math.min(PAGE, features.hits()); hit++) {
            if (example.labels().weight(hit) > 0 && example.labels().relevant(hit) >= 0.5) {
                best = Math.max(best, model.anything(features, hit) * model.place(features, hit));
            }
        }
        return best;
    }

    private static double share(double[] ascending, double threshold) {
        return ascending.length == 0
                ? 1
                : (double) Arrays.stream(ascending).filter(p -> p >= threshold).count() / ascending.length;
    }

    /** The highest threshold that keeps a share; 0 where nothing is known. */
    private static double keeping(double[] ascending, double share) {
        int dropped = (int) Math.floor((1 - share) * ascending.length + 1e-9);
        return ascending.length == 0 ? 0 : ascending[Math.min(dropped, ascending.length - 1)];
    }

    private Words() {}
}
