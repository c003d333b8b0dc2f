package io.vicinal.evaluation.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vicinal.evaluation.metrics.Roc.Point;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RocTest {

    @Test
    void strangersThatAllScoreHigherAreTold() {
        Roc roc = Roc.of(new double[] {0.1, 0.2}, new double[] {0.9, 0.3});
        assertThat(roc.area()).isEqualTo(1);
        assertThat(roc.points()).contains(new Point(0, 0.5), new Point(0, 1), new Point(1, 1));
        assertThat(Roc.of(new double[] {0.9}, new double[] {0.1, 0.2}).area()).isZero();
    }

    @Test
    void aTieCountsHalf() {
        assertThat(Roc.of(new double[] {0.5, 0.5}, new double[] {0.5}).area()).isEqualTo(0.5);
        assertThat(Roc.of(new double[] {0.1, 0.5}, new double[] {0.5, 0.9}).area())
                .isEqualTo(3.5 / 4);
    }

    @Test
    void theAreaIsTheShareOfPairsInOrder() {
        Random random = new Random(7);
        double[] known =
                random.doubles(500).map(score -> Math.round(score * 20) / 20.0).toArray();
        double[] strangers = random.doubles(300)
                .map(score -> Math.round(Math.sqrt(score) * 20) / 20.0)
                .toArray();
        double pairs = 0;
        for (double one : known) {
            for (double stranger : strangers) {
                pairs += stranger > one ? 1 : stranger == one ? 0.5 : 0;
            }
        }
        assertThat(Roc.of(known, strangers).area()).isCloseTo(pairs / known.length / strangers.length, within(1e-12));
    }

    @Test
    void withoutStrangersThereIsNoCurve() {
        assertThatThrownBy(() -> Roc.of(new double[] {1}, new double[0])).isInstanceOf(IllegalArgumentException.class);
    }
}
