package io.vicinal.inference.novelty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NoveltyTest {
    private static double[] normal(int count, double mean, double deviation, long seed) {
        Random random = new Random(seed);
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = mean + deviation * random.nextGaussian();
        }
        return values;
    }

    private static double of(Novelty novelty, double similarity) {
        return novelty.of(new double[] {similarity});
    }

    @Test
    void isTheShareOfExamplesThatAreNearer() {
        Novelty novelty = Novelty.of(5, normal(10_000, 0.8, 0.05, 1));
        assertThat(of(novelty, 0.8)).isCloseTo(0.5, within(0.02));
        assertThat(of(novelty, 0.75)).isCloseTo(0.84, within(0.02));
        assertThat(of(novelty, 0.95)).isLessThan(0.01);
        assertThat(of(novelty, 1)).isZero();
    }

    @Test
    void ofTextsLikeTheExamplesAboutOneInAHundredIsNovel() {
        for (int count : new int[] {20, 200, 10_000}) {
            double share = 0;
            for (int seed = 0; seed < 50; seed++) {
                Novelty novelty = Novelty.of(5, normal(count, 0.8, 0.05, 2 + seed));
                share += Arrays.stream(normal(2_000, 0.8, 0.05, 1000 + seed))
                                .filter(similarity -> novelty.isNovel(of(novelty, similarity)))
                                .count()
                        / 2_000.0
                        / 50;
            }
            assertThat(share).as("%s examples", count).isBetween(0.0005, 0.04);
        }
    }

    @Test
    void growsWithStrangenessEverywhere() {
        for (int count : new int[] {3, 18, 500, 10_000}) {
            Novelty novelty = Novelty.of(5, normal(count, 0.8, 0.05, 3));
            double before = -1;
            for (double similarity = 1; similarity > -1; similarity -= 0.01) {
                double now = of(novelty, similarity);
                assertThat(now)
                        .as("%s of %s", similarity, count)
                        .isGreaterThanOrEqualTo(before)
                        .isLessThanOrEqualTo(1);
                if (similarity < 0.7 || similarity > 0.96) {
                    assertThat(now).as("%s of %s", similarity, count).isGreaterThan(before);
                }
                before = now;
            }
        }
    }

    /** Mean cosines of 18 short texts about three matters with their five nearest, as bge-small-en-v1.5 has them. */
    @Test
    void eighteenExamplesTellAStranger() {
        double[] own = {
            0.672, 0.681, 0.691, 0.700, 0.703, 0.719, 0.719, 0.722, 0.723, 0.725, 0.726, 0.730, 0.732, 0.737, 0.741,
            0.752, 0.753, 0.760
        };
        Novelty novelty = Novelty.of(5, own);
        assertThat(novelty.isNovel(of(novelty, 0.776)))
                .as("where is my new card")
                .isFalse();
        assertThat(novelty.isNovel(of(novelty, 0.676)))
                .as("the payment to my landlord")
                .isFalse();
        assertThat(novelty.isNovel(of(novelty, 0.443))).as("the velociraptor").isTrue();
        assertThat(of(novelty, 0.425)).as("marinade for grilled chicken").isGreaterThan(of(novelty, 0.443));
    }

    @Test
    void tooFewExamplesTellNothing() {
        assertThat(of(Novelty.of(5, new double[] {0.5, 0.6}), 0.1)).isZero();
        assertThat(Novelty.of(5, new double[0]).of(new double[0])).isZero();
    }

    @Test
    void examplesThatAreAllAlikeMakeNoNumberThatIsNone() {
        double[] own = new double[100];
        Arrays.fill(own, 0.9);
        Novelty novelty = Novelty.of(5, own);
        assertThat(of(novelty, 0.9)).isBetween(0.0, 1.0);
        assertThat(novelty.isNovel(of(novelty, 0.9))).isFalse();
        assertThat(novelty.isNovel(of(novelty, 0.5))).isTrue();
    }

    @Test
    void whatHasNoNeighbourIsAsStrangeAsCanBe() {
        assertThat(Novelty.of(5, normal(100, 0.8, 0.05, 4)).of(new double[0])).isEqualTo(1);
    }
}
