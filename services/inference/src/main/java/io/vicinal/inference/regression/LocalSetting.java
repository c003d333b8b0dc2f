package io.vicinal.inference.regression;

import io.vicinal.inference.neighbours.Voting;
import java.util.ArrayList;
import java.util.List;

/**
 * @param neighbours at most
 * @param temperature of their weights {@code exp((cos − nearest cos) / temperature)}
 * @param ridge of {@link LocalMethod#LINEAR}, 0 otherwise
 */
public record LocalSetting(LocalMethod method, int neighbours, double temperature, double ridge) {
    static final LocalSetting DEFAULT = new LocalSetting(LocalMethod.MEAN, 10, 0.05, 0);
    static final int MOST_NEIGHBOURS = 50;

    /** What is tried. */
    static List<LocalSetting> grid() {
        List<LocalSetting> grid = new ArrayList<>();
        for (int neighbours : new int[] {1, 3, 5, 10, 20, MOST_NEIGHBOURS}) {
            for (double temperature : new double[] {0.01, 0.03, 0.1, 0.3}) {
                grid.add(new LocalSetting(LocalMethod.MEAN, neighbours, temperature, 0));
            }
        }
        for (int neighbours : new int[] {20, MOST_NEIGHBOURS}) {
            for (double temperature : new double[] {0.1, 0.3}) {
                for (double ridge : new double[] {0.01, 0.1, 1}) {
                    grid.add(new LocalSetting(LocalMethod.LINEAR, neighbours, temperature, ridge));
                }
            }
        }
        return grid;
    }

    double[] weights(double[] similarities) {
        return new Voting(neighbours, temperature, 1).weights(similarities);
    }
}
