package io.vicinal.relevance.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HoldOutTest {
    private static double[] noise(int count, double mean, long seed) {
        Random random = new Random(seed);
        return IntStream.range(0, count)
                .mapToDouble(_ -> mean + random.nextGaussian())
                .toArray();
    }

    @Test
    void isSeldomHeardWhereItAgrees() {
        long heard = IntStream.range(0, 200)
                .filter(i -> {
                    double[] training = noise(400, 0.5, i);
                    double said =
                            HoldOut.ask(training, noise(100, 0.5, 1000 + i), i).value();
                    return Math.abs(said - mean(training)) > 1e-9;
                })
                .count();
        assertThat(heard).isBetween(1L, 40L);
    }

    @Test
    void correctsWhatWasFittedToTheTrainingQueries() {
        assertThat(HoldOut.ask(noise(400, 2, 1), noise(100, 0, 2), 7).value()).isCloseTo(0, within(0.5));
    }

    @Test
    void asksTheSameOnceMoreAfterARestart() {
        double[] training = noise(400, 2, 1);
        double[] heldOut = noise(100, 0, 2);
        assertThat(HoldOut.ask(training, heldOut, 7)).isEqualTo(HoldOut.ask(training, heldOut, 7));
        assertThat(HoldOut.ask(training, heldOut, 7)).isNotEqualTo(HoldOut.ask(training, heldOut, 8));
    }

    /** The experiment of the paper: classifiers built from the questions whose answers were good look good to a naive hold-out. */
    @Test
    void staysHonestWhenItIsAskedAgainAndAgain() {
        int queries = 500;
        int questions = 200;
        double[][] training = new double[questions][];
        double[][] heldOut = new double[questions][];
        double[] naive = new double[queries];
        double[] reusable = new double[queries];
        double[] naiveTraining = new double[queries];
        double[] reusableTraining = new double[queries];
        for (int i = 0; i < questions; i++) {
            training[i] = noise(queries, 0, 1000 + i);
            heldOut[i] = noise(queries, 0, 5000 + i);
            double trained = Arrays.stream(training[i]).average().orElseThrow();
            double held = Arrays.stream(heldOut[i]).average().orElseThrow();
            // Kept where both say that it is good: what they say by chance.
            if (trained > 0 && held > 0) {
                add(naive, heldOut[i]);
                add(naiveTraining, training[i]);
            }
            if (HoldOut.ask(training[i], heldOut[i], i).value() > 0) {
                add(reusable, heldOut[i]);
                add(reusableTraining, training[i]);
            }
        }
        double fooled = mean(naive) / deviation(naive);
        double said = mean(reusable) / deviation(reusable);
        assertThat(fooled).as("a naive hold-out takes chance for gain").isGreaterThan(0.2);
        assertThat(said).as("this one hardly").isLessThan(fooled / 2);
    }

    @Test
    void holdsOneQueryInFive() {
        long held = IntStream.range(0, 10_000)
                .filter(_ -> HoldOut.holds(UUID.randomUUID().toString()))
                .count();
        assertThat(held).isBetween(1_850L, 2_150L);
        assertThat(IntStream.range(0, 1_000)
                        .filter(i -> HoldOut.holds("query-" + i))
                        .count())
                .isBetween(120L, 280L);
    }

    private static void add(double[] sum, double[] values) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += values[i];
        }
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static double deviation(double[] values) {
        double mean = mean(values);
        return Math.sqrt(Arrays.stream(values)
                .map(v -> (v - mean) * (v - mean))
                .average()
                .orElseThrow());
    }
}
