package io.vicinal.evaluation.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The real model. */
class RawEncoderTest {

    @Test
    void aLongTextIsReadWholeInWindowsOfTheModelsLength() throws Exception {
        try (RawEncoder encoder = new RawEncoder(2)) {
            List<long[]> windows = encoder.windows("glacier ".repeat(1200));
            assertThat(windows).extracting(window -> window.length).containsExactly(512, 512, 182);
            assertThat(windows).allMatch(window -> window[0] == 101 && window[window.length - 1] == 102);
            RawEncoder.Rate rate = encoder.run(new ArrayList<>(windows));
            assertThat(rate.tokens()).isEqualTo(512 + 512 + 182);
            assertThat(rate.tokensPerSecond()).isPositive();
        }
    }

    @Test
    void queriesOfLikeMeaningAreNear() {
        try (RawEncoder encoder = new RawEncoder(1)) {
            float[] bread = encoder.encodeQuery("how to bake bread");
            assertThat(dot(bread, bread)).isBetween(0.999, 1.001);
            assertThat(dot(bread, encoder.encodeQuery("recipe for a loaf")))
                    .isGreaterThan(dot(bread, encoder.encodeQuery("landing a rover on Mars")) + 0.1);
            assertThat(encoder.encodeQuery("glacier ".repeat(2000))).hasSize(384);
        }
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
