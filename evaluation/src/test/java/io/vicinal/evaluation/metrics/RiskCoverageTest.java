package io.vicinal.evaluation.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vicinal.evaluation.metrics.RiskCoverage.Answer;
import io.vicinal.evaluation.metrics.RiskCoverage.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RiskCoverageTest {

    @Test
    void theMostConfidentAreAnsweredFirst() {
        RiskCoverage curve = RiskCoverage.of(
                List.of(new Answer(0.4, false), new Answer(0.9, true), new Answer(0.6, true), new Answer(0.5, true)));
        assertThat(curve.points())
                .containsExactly(
                        new Point(0.9, 0.25, 0),
                        new Point(0.6, 0.5, 0),
                        new Point(0.5, 0.75, 0),
                        new Point(0.4, 1, 0.25));
        assertThat(curve.area()).isEqualTo(0.25 / 4);
    }

    @Test
    void noThresholdPartsWhatIsEquallyConfident() {
        RiskCoverage curve =
                RiskCoverage.of(List.of(new Answer(0.5, true), new Answer(0.5, false), new Answer(0.1, false)));
        assertThat(curve.points()).containsExactly(new Point(0.5, 2.0 / 3, 0.5), new Point(0.1, 1, 2.0 / 3));
        assertThat(curve.area()).isCloseTo((2 * 0.5 + 2.0 / 3) / 3, within(1e-12));
    }

    @Test
    void ofManyTheCurveKeepsAHundredPointsAndTheAreaIsThatOfAll() {
        Random random = new Random(5);
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            double confidence = random.nextDouble();
            answers.add(new Answer(confidence, random.nextDouble() < confidence));
        }
        RiskCoverage curve = RiskCoverage.of(answers);
        assertThat(curve.points()).hasSize(100);
        // answering the share c, one is wrong in c / 2 of it; the mean over all c is a quarter
        assertThat(curve.area()).isCloseTo(0.25, within(0.01));
        assertThat(curve.points().getLast().coverage()).isEqualTo(1);
    }
}
