package io.vicinal.inference.prior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LabelShiftTest {
    private static final double[] ALIKE = {0.5, 0.5};

    /** Texts are numbers around 0 or 1.5; predictions are Bayes' for labels that are as frequent as each other. */
    private static List<double[]> stream(int count, double ofSecond, List<Integer> labels) {
        Random random = new Random(1);
        List<double[]> predictions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int label = random.nextDouble() < ofSecond ? 1 : 0;
            double x = 1.5 * label + random.nextGaussian();
            double second = 1 / (1 + Math.exp(-1.5 * (x - 0.75)));
            predictions.add(new double[] {1 - second, second});
            labels.add(label);
        }
        return predictions;
    }

    @Test
    void findsHowFrequentLabelsAreInTheStream() {
        double[] now = LabelShift.estimate(stream(5000, 0.9, new ArrayList<>()), ALIKE);
        assertThat(now[1]).isCloseTo(0.9, within(0.02));
        assertThat(Arrays.stream(now).sum()).isCloseTo(1, within(1e-9));
    }

    @Test
    void andMoreIsRightThen() {
        List<Integer> labels = new ArrayList<>();
        List<double[]> stream = stream(5000, 0.9, labels);
        double[] now = LabelShift.estimate(stream, ALIKE);
        int before = 0;
        int after = 0;
        for (int i = 0; i < labels.size(); i++) {
            before += (stream.get(i)[1] > 0.5 ? 1 : 0) == labels.get(i) ? 1 : 0;
            after += (LabelShift.adjust(stream.get(i), ALIKE, now)[1] > 0.5 ? 1 : 0) == labels.get(i) ? 1 : 0;
        }
        assertThat(after).isGreaterThan(before + 300);
    }

    @Test
    void aBatchOfNoneChangesNothing() {
        assertThat(LabelShift.estimate(List.of(), new double[] {0.3, 0.7}))
                .containsExactly(new double[] {0.3, 0.7}, within(1e-9));
    }

    @Test
    void sharesLeaveNoLabelImpossible() {
        assertThat(LabelShift.shares(new int[] {0, 9})).containsExactly(new double[] {0.05, 0.95}, within(1e-9));
        assertThat(LabelShift.balanced(4)).containsOnly(0.25);
    }
}
