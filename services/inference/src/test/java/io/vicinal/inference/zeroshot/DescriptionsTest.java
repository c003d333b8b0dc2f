package io.vicinal.inference.zeroshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class DescriptionsTest {
    private static final float[] RIGHT = {1, 0};
    private static final float[] UP = {0, 2};
    private static final float[] LEFT = {-1, 0};

    @Test
    void theNearestDescriptionOfALabelCounts() {
        Descriptions descriptions = Descriptions.of(new int[] {0, 0, 1}, List.of(RIGHT, UP, LEFT), 1);
        double first = Math.exp(1);
        double second = Math.exp(0);
        assertThat(descriptions.believed(new float[] {0, 3}, 2))
                .containsExactly(new double[] {first / (first + second), second / (first + second)}, within(1e-6));
    }

    @Test
    void aLabelWithoutADescriptionHasAnAverageShare() {
        Descriptions descriptions = Descriptions.of(new int[] {0, 2}, List.of(RIGHT, LEFT), 0.1);
        double[] believed = descriptions.believed(RIGHT, 3);
        assertThat(believed[1]).isCloseTo(1 / 3.0, within(1e-9));
        assertThat(believed[0]).isCloseTo(2 / 3.0, within(1e-6));
        assertThat(believed[0] + believed[1] + believed[2]).isCloseTo(1, within(1e-9));
    }
}
