package io.vicinal.evaluation.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vicinal.evaluation.metrics.Calibration.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CalibrationTest {

    @Test
    void theAreaIsTheMeanPrecisionAtTheRelevant() {
        List<Pair> pairs =
                List.of(new Pair(0.9, true), new Pair(0.8, false), new Pair(0.7, true), new Pair(0.1, false));
        assertThat(Calibration.averagePrecision(pairs)).isCloseTo((1 + 2.0 / 3) / 2, within(1e-12));
        assertThat(Calibration.averagePrecision(List.of(new Pair(1, false)))).isZero();
    }

    @Test
    void probabilitiesThatHoldHaveNoError() {
        Random random = new Random(3);
        List<Pair> held = new ArrayList<>();
        List<Pair> boastful = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            double probability = random.nextDouble();
            held.add(new Pair(probability, random.nextDouble() < probability));
            boastful.add(new Pair(probability, random.nextDouble() < probability / 2));
        }
        assertThat(Calibration.of(held).expectedError()).isLessThan(0.01);
        assertThat(Calibration.of(boastful).expectedError()).isCloseTo(0.25, within(0.01));
    }

    @Test
    void anErrorIsCountedByPairsAndTheEndsBelongToABin() {
        Calibration calibration =
                Calibration.of(List.of(new Pair(1, true), new Pair(1, false), new Pair(0, false), new Pair(0, false)));
        assertThat(calibration.expectedError()).isEqualTo(0.25);
        assertThat(calibration.bins()).extracting(Calibration.Bin::pairs).containsExactly(2, 2);
        assertThat(Calibration.of(List.of()).expectedError()).isZero();
    }
}
