package io.vicinal.relevance.learn;

import io.vicinal.relevance.features.Feature;
import io.vicinal.relevance.features.ListFeatures;
import io.vicinal.relevance.model.DefaultModel;
import io.vicinal.relevance.model.Model;
import java.util.Arrays;
import java.util.List;

/**
 * The labelled hits of examples, query by query.
 *
 * @param columns {@code float[rows × columns]}, row by row, as they are; NaN where a hit has none
 * @param anything {@code float[rows]}: by the default model, a probability
 * @param place {@code float[rows]}: by the default model, log odds
 * @param relevant {@code float[rows]}, from 0 to 1
 * @param weight {@code float[rows]}, above 0
 * @param ends {@code int[queries]}: the row after the query's last
 */
record Rows(float[] columns, float[] anything, float[] place, float[] relevant, float[] weight, int[] ends) {
    static final int WIDTH = Feature.WEIGHED.size();

    static Rows of(List<Example> examples) {
        int most = examples.stream().mapToInt(example -> example.query().hits()).sum();
        float[] columns = new float[most * WIDTH];
        float[] anything = new float[most];
        float[] place = new float[most];
        float[] relevant = new float[most];
        float[] weight = new float[most];
        int[] ends = new int[examples.size()];
        int row = 0;
        for (int q = 0; q < ends.length; q++) {
            Example example = examples.get(q);
            ListFeatures features = example.query().listFeatures();
            for (int hit = 0; hit < features.hits(); hit++) {
                if (counts(example, features, hit)) {
                    for (int c = 0; c < WIDTH; c++) {
                        columns[row * WIDTH + c] = (float) features.of(hit, Feature.WEIGHED.get(c));
                    }
                    anything[row] = (float) DefaultModel.INSTANCE.anything(features, hit);
                    place[row] = (float) DefaultModel.placeLogit(features, hit);
                    relevant[row] = example.labels().relevant(hit);
                    weight[row] = example.labels().weight(hit);
                    row++;
                }
            }
            ends[q] = row;
        }
        return new Rows(
                Arrays.copyOf(columns, row * WIDTH),
                Arrays.copyOf(anything, row),
                Arrays.copyOf(place, row),
                Arrays.copyOf(relevant, row),
                Arrays.copyOf(weight, row),
                ends);
    }

    /** With a label, and with a place in its list: one record on the log whose scores are no numbers must not spoil all. */
    private static boolean counts(Example example, ListFeatures features, int hit) {
        return example.labels().weight(hit) > 0 && Double.isFinite(features.of(hit, Feature.LOG_ODDS));
    }

    int count() {
        return weight.length;
    }

    int queries() {
        return ends.length;
    }

    /** What a model makes of the same hits: {@code double[rows]}. */
    static double[] probabilities(List<Example> examples, Model model) {
        double[] probabilities = new double
                [examples.stream().mapToInt(example -> example.query().hits()).sum()];
        int row = 0;
        for (Example example : examples) {
            ListFeatures features = example.query().listFeatures();
            for (int hit = 0; hit < features.hits(); hit++) {
                if (counts(example, features, hit)) {
                    probabilities[row++] = model.anything(features, hit) * model.place(features, hit);
                }
            }
        }
        return Arrays.copyOf(probabilities, row);
    }
}
