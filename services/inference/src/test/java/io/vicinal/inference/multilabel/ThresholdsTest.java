package io.vicinal.inference.multilabel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ThresholdsTest {

    /** Documents 0 to 19 have label 0 at shares of 0.2 and above; label 1 is never told well; label 2 is rare. */
    @Test
    void eachLabelHasTheThresholdOfItsBestF1() {
        int n = 40;
        float[] shares = new float[n * 2];
        int[][] truth = new int[n][];
        for (int i = 0; i < n; i++) {
            shares[2 * i] = i < 20 ? 0.2f + i / 100f : 0.1f;
            shares[2 * i + 1] = i < 20 ? 0.9f : 0.7f;
            truth[i] = i < 20 ? new int[] {0, 1} : new int[0];
        }
        double[] thresholds = Thresholds.choose(shares, truth, 2);
        assertThat(thresholds[0]).isCloseTo(0.15, within(1e-6));
        assertThat(thresholds[1]).isCloseTo(0.8, within(1e-6));
    }

    @Test
    void aRareLabelHasTheCommonThreshold() {
        int n = 40;
        float[] shares = new float[n * 2];
        int[][] truth = new int[n][];
        for (int i = 0; i < n; i++) {
            shares[2 * i] = i < 20 ? 0.6f : 0.2f;
            shares[2 * i + 1] = i == 0 ? 0.3f : 0;
            truth[i] = i == 0 ? new int[] {0, 1} : i < 20 ? new int[] {0} : new int[0];
        }
        double[] thresholds = Thresholds.choose(shares, truth, 2);
        assertThat(thresholds[0]).as("its own").isCloseTo(0.4, within(1e-6));
        assertThat(thresholds[1]).as("of both together; its own were 0.15").isCloseTo(0.25, within(1e-6));
    }

    @Test
    void whereNothingTellsItIsHalf() {
        assertThat(Thresholds.choose(new float[0], new int[0][], 2)).containsExactly(0.5, 0.5);
    }
}
