package io.vicinal.inference.abstention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RiskCoverageTest {
    private record Predictions(double[] confidences, boolean[] right) {
        /** Right as often as they say. */
        static Predictions of(int count, Random random) {
            double[] confidences = random.doubles(count, 0.5, 1).toArray();
            boolean[] right = new boolean[count];
            for (int i = 0; i < count; i++) {
                right[i] = random.nextDouble() < confidences[i];
            }
            return new Predictions(confidences, right);
        }
    }

    /** The promise is about new data: of 200 collections, about one in ten at most breaks it. */
    @Test
    void theRiskThatWasAskedForHoldsOnNewPredictions() {
        Random random = new Random(1);
        int broken = 0;
        int promised = 0;
        for (int trial = 0; trial < 200; trial++) {
            Predictions heldOut = Predictions.of(2000, random);
            double threshold = RiskCoverage.of(heldOut.confidences(), heldOut.right())
                    .threshold(0.1)
                    .orElse(2);
            promised += threshold < 2 ? 1 : 0;
            double truth = threshold < 1 ? 1 - (threshold + 1) / 2 : 0;
            broken += truth > 0.1 ? 1 : 0;
        }
        assertThat(promised).isGreaterThan(150);
        assertThat(broken).isLessThanOrEqualTo(promised / 10);
    }

    @Test
    void withManyPredictionsLittleIsLost() {
        Predictions heldOut = Predictions.of(100_000, new Random(2));
        RiskCoverage curve = RiskCoverage.of(heldOut.confidences(), heldOut.right());
        assertThat(curve.threshold(0.1).orElseThrow()).isBetween(0.8, 0.83);
        assertThat(curve.points()).hasSize(50);
        assertThat(curve.points().getLast().coverage()).isEqualTo(1);
        assertThat(curve.points().getLast().risk()).isCloseTo(0.25, within(0.01));
        assertThat(curve.points()).allMatch(point -> point.riskBound() > point.risk());
    }

    @Test
    void aDozenPredictionsPromiseNothing() {
        boolean[] right = {true, true, true, true, true, true, true, true, true, true, true, true};
        assertThat(RiskCoverage.of(new double[12], right).threshold(0.02)).isEmpty();
        assertThat(RiskCoverage.of(new double[0], new boolean[0]).threshold(0.5))
                .isEmpty();
    }

    @Test
    void equalConfidencesAreAnsweredTogetherOrNotAtAll() {
        double[] confidences = new double[1000];
        boolean[] right = new boolean[1000];
        for (int i = 0; i < 1000; i++) {
            confidences[i] = i < 500 ? 0.9 : 0.6;
            right[i] = i < 500;
        }
        RiskCoverage curve = RiskCoverage.of(confidences, right);
        assertThat(curve.points()).extracting(RiskCoverage.Point::answered).containsExactly(500, 1000);
        assertThat(curve.threshold(0.05)).hasValue(0.9);
    }

    @Test
    void theBoundIsAboveWhatWasSeen() {
        assertThat(RiskBound.upper(0, 100, 0.05)).isCloseTo(1 - Math.pow(0.05, 0.01), within(1e-9));
        assertThat(RiskBound.upper(100, 100, 0.05)).isEqualTo(1);
        assertThat(RiskBound.upper(0, 0, 0.05)).isEqualTo(1);
        assertThat(RiskBound.upper(10, 1000, 0.05)).isBetween(0.015, 0.025);
    }
}
