package io.vicinal.evaluation.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vicinal.evaluation.metrics.LabelQuality.Label;
import io.vicinal.evaluation.metrics.LabelQuality.Labelled;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelQualityTest {

    /** As scikit-learn counts them: a label that no text has, but one was given, has an F1 of 0. */
    @Test
    void labelsThatWereGivenWronglyTakePartInTheMean() {
        LabelQuality quality = LabelQuality.of(List.of(
                new Labelled("a", "a"),
                new Labelled("a", "a"),
                new Labelled("a", "b"),
                new Labelled("b", "b"),
                new Labelled("b", "d"),
                new Labelled("c", "c")));
        assertThat(quality.accuracy()).isCloseTo(4.0 / 6, within(1e-12));
        assertThat(quality.macroF1()).isCloseTo((0.8 + 0.5 + 1 + 0) / 4, within(1e-12));
        assertThat(quality.labels()).extracting(Label::label).containsExactly("d", "b", "a", "c");
        assertThat(quality.labels().get(2)).isEqualTo(new Label("a", 1, 2.0 / 3, 0.8, 3));
    }

    @Test
    void sayingNothingIsWrong() {
        LabelQuality quality = LabelQuality.of(List.of(new Labelled("a", null), new Labelled("a", "a")));
        assertThat(quality.accuracy()).isEqualTo(0.5);
        assertThat(quality.macroF1()).isCloseTo(2.0 / 3, within(1e-12));
    }
}
