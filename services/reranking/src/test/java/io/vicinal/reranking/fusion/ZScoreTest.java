package io.vicinal.reranking.fusion;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.contracts.reranking.RerankingApi.Signals;
import io.vicinal.contracts.search.Explanation.Fused;
import io.vicinal.contracts.search.Explanation.Share;
import io.vicinal.contracts.search.Fusion;
import io.vicinal.contracts.search.SearchMode;
import io.vicinal.reranking.fusion.ScoreFusion.Signal;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ZScoreTest {
    private static final Fusion Z_SCORE = new Fusion(Fusion.Method.Z_SCORE, null, null);
    private static final Offset<Double> ROUNDING = Offset.offset(1e-9);

    /** 2, 4, 4, 4, 5, 5, 7, 9 have a mean of 5 and a standard deviation of 2. */
    @Test
    void isTheDistanceFromTheMeanInStandardDeviations() {
        assertThat(ScoreFusion.zScore(new Signal("one", new float[] {2, 4, 4, 4, 5, 5, 7, 9}, 3)))
                .containsExactly(-1.5, -0.5, -0.5, -0.5, 0, 0, 1, 2);
    }

    @Test
    void signalsAreAveragedByTheirWeights() {
        double[] fused =
                ScoreFusion.zScore(new Signal("a", new float[] {1, 3}, 1), new Signal("b", new float[] {30, 10}, 3));
        assertThat(fused).containsExactly(0.25 * -1 + 0.75 * 1, 0.25 * 1 + 0.75 * -1);
    }

    /** A tenth is no float, so that the mean of three is not the number itself. */
    @Test
    void aSignalThatIsTheSameForAllAddsNothing() {
        for (float same : new float[] {0.1f, 0, -7.3f, 1e-30f, 3e38f}) {
            double[] fused = ScoreFusion.zScore(
                    new Signal("same", new float[] {same, same, same}, 1),
                    new Signal("other", new float[] {1, 2, 3}, 1));
            assertThat(fused[1]).isZero();
            assertThat(fused[2]).isCloseTo(0.5 * 1 / Math.sqrt(2.0 / 3), ROUNDING);
        }
    }

    @Test
    void whatACandidateLacksIsLeftOutOfItsMeanAndOfTheSignals() {
        float none = Float.NaN;
        double[] fused = ScoreFusion.zScore(
                new Signal("all", new float[] {1, 2, 3}, 1), new Signal("some", new float[] {none, 10, 20}, 1));
        double deviation = Math.sqrt(2.0 / 3);
        assertThat(fused[0]).isCloseTo(-1 / deviation, ROUNDING);
        assertThat(fused[1]).isCloseTo(-0.5, ROUNDING);
        assertThat(fused[2]).isCloseTo((1 / deviation + 1) / 2, ROUNDING);
        assertThat(ScoreFusion.zScore(new Signal("none", new float[] {none, none}, 1)))
                .containsExactly(0, 0);
    }

    @Test
    void theExplanationSaysMeanAndDeviationAndAddsUp() {
        Random random = new Random(9);
        List<Signals> candidates = IntStream.range(0, 40)
                .mapToObj(i -> new Signals(
                        "d" + i, random.nextFloat(), 20 * random.nextFloat(), i % 4 == 0 ? null : random.nextFloat()))
                .toList();
        FusedSignals fused = new FusedSignals(SearchMode.HYBRID, Z_SCORE, candidates);
        for (int i = 0; i < candidates.size(); i++) {
            Fused why = fused.explain(i);
            assertThat(why.method()).isEqualTo("z_score");
            assertThat(why.k()).isNull();
            assertThat(why.score()).isEqualTo(fused.scores()[i]);
            assertThat(why.signals().stream().mapToDouble(Share::contribution).sum())
                    .isCloseTo(fused.scores()[i], ROUNDING);
            assertThat(why.signals()).allSatisfy(share -> {
                assertThat(share.scaled()).isCloseTo((share.raw() - share.mean()) / share.deviation(), ROUNDING);
                assertThat(share.min()).isNull();
            });
        }
    }
}
