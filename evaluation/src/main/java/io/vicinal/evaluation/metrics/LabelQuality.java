package io.vicinal.evaluation.metrics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How often labels are right, as scikit-learn counts.
 *
 * @param macroF1 mean of the F1 of every label that a text has or was given
 * @param labels the least F1 first
 */
public record LabelQuality(double accuracy, double macroF1, List<Label> labels) {

    /** @param given null where nothing was said, which is wrong */
    public record Labelled(String truth, @Nullable String given) {}

    /**
     * @param precision 0 where it was never given
     * @param texts that have it
     */
    public record Label(String label, double precision, double recall, double f1, int texts) {}

    public static LabelQuality of(List<Labelled> all) {
        Map<String, Integer> truths = new HashMap<>();
        Map<String, Integer> givens = new HashMap<>();
        Map<String, Integer> rights = new HashMap<>();
        int right = 0;
        for (Labelled one : all) {
            truths.merge(one.truth(), 1, Integer::sum);
            if (one.given() != null) {
                givens.merge(one.given(), 1, Integer::sum);
            }
            if (one.truth().equals(one.given())) {
                rights.merge(one.truth(), 1, Integer::sum);
                right++;
            }
        }
        Set<String> names = new TreeSet<>(truths.keySet());
        names.addAll(givens.keySet());
        List<Label> labels = new ArrayList<>();
        for (String name : names) {
            labels.add(label(
                    name, rights.getOrDefault(name, 0), givens.getOrDefault(name, 0), truths.getOrDefault(name, 0)));
        }
        labels.sort(Comparator.comparingDouble(Label::f1));
        return new LabelQuality(
                (double) right / Math.max(1, all.size()),
                labels.stream().mapToDouble(Label::f1).average().orElse(0),
                labels);
    }

    private static Label label(String name, int right, int given, int texts) {
        return new Label(
                name,
                given == 0 ? 0 : (double) right / given,
                texts == 0 ? 0 : (double) right / texts,
                2.0 * right / (given + texts),
                texts);
    }
}
