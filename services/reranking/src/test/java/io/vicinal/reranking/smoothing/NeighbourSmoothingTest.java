package io.vicinal.reranking.smoothing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.reranking.RerankingApi.Signals;
import io.vicinal.contracts.search.Explanation.Neighbour;
import io.vicinal.contracts.search.Explanation.Smoothing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NeighbourSmoothingTest {
    private static final int BYTES = 48;
    private static final double SHARE = 0.3;
    private static final Offset<Double> ROUNDING = Offset.offset(1e-12);

    private final Random random = new Random(22);

    @Test
    void isTheFormulaOfItsDefinition() {
        List<Signals> candidates = IntStream.range(0, 60)
                .mapToObj(i -> candidate("d" + i, random(BYTES)))
                .toList();
        double[] own = random.doubles(candidates.size()).toArray();
        double[] smoothed = smoothed(candidates, own).scores();
        for (int i = 0; i < own.length; i++) {
            int candidate = i;
            List<Integer> nearest = IntStream.range(0, own.length)
                    .filter(j -> j != candidate)
                    .boxed()
                    .sorted(Comparator.<Integer>comparingDouble(j -> -cosine(candidates, candidate, j))
                            .thenComparingDouble(j -> -own[j]))
                    .limit(NeighbourSmoothing.NEIGHBOURS)
                    .toList();
            double weights = 0;
            double sum = 0;
            for (int j : nearest) {
                double weight = Math.exp(cosine(candidates, i, j) / NeighbourSmoothing.TEMPERATURE);
                weights += weight;
                sum += weight * own[j];
            }
            assertThat(smoothed[i]).isCloseTo((1 - SHARE) * own[i] + SHARE * sum / weights, Offset.offset(1e-9));
        }
    }

    @Test
    void whatIsLikeGoodDocumentsRisesAboveWhatIsLikeNone() {
        byte[] good = random(BYTES);
        byte[] bad = random(BYTES);
        List<Signals> candidates = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            candidates.add(candidate("good" + i, nearly(good)));
            candidates.add(candidate("bad" + i, nearly(bad)));
        }
        candidates.add(candidate("like the good", nearly(good)));
        candidates.add(candidate("like the bad", nearly(bad)));
        double[] scores = smoothed(candidates, new double[] {1, 0, 0.9, 0.1, 0.9, 0, 0.8, 0, 0.8, 0.2, 0.5, 0.55})
                .scores();
        assertThat(scores[10]).isGreaterThan(scores[11]);
    }

    @Test
    void passagesOfADocumentDoNotVouchForEachOther() {
        byte[] same = random(BYTES);
        List<Signals> candidates = List.of(candidate("a", same), candidate("a", same), candidate("b", random(BYTES)));
        NeighbourSmoothing smoothing = smoothed(candidates, new double[] {1, 0.9, 0.1});
        assertThat(Objects.requireNonNull(smoothing.explain(0)).nearest())
                .extracting(Neighbour::documentId)
                .containsExactly("b");
    }

    @Test
    void anExplanationAddsUpToTheScore() {
        List<Signals> candidates = IntStream.range(0, 30)
                .mapToObj(i -> candidate("d" + i % 25, random(BYTES)))
                .toList();
        double[] own = random.doubles(candidates.size()).toArray();
        NeighbourSmoothing smoothing = smoothed(candidates, own);
        for (int i = 0; i < own.length; i++) {
            Smoothing why = Objects.requireNonNull(smoothing.explain(i));
            assertThat(why.nearest()).hasSize(NeighbourSmoothing.NEIGHBOURS);
            assertThat(why.nearest().stream().mapToDouble(Neighbour::weight).sum())
                    .isCloseTo(1, ROUNDING);
            assertThat(why.nearest().stream()
                            .mapToDouble(one -> one.weight() * one.score())
                            .sum())
                    .isCloseTo(why.neighbours(), ROUNDING);
            assertThat((1 - why.share()) * own[i] + why.share() * why.neighbours())
                    .isCloseTo(smoothing.scores()[i], ROUNDING);
            assertThat(why.score()).isEqualTo(smoothing.scores()[i]);
        }
    }

    @Test
    void whoHasNoFellowOrNoSketchKeepsItsScore() {
        NeighbourSmoothing alone = smoothed(List.of(candidate("a", random(BYTES))), new double[] {0.4});
        assertThat(alone.scores()).containsExactly(0.4);
        assertThat(alone.explain(0)).isNull();
        List<Signals> one =
                List.of(candidate("a", random(BYTES)), candidate("old", null), candidate("b", random(BYTES)));
        NeighbourSmoothing others = smoothed(one, new double[] {1, 0.6, 0.2});
        assertThat(others.scores()[1]).isEqualTo(0.6);
        assertThat(others.scores()[0]).isCloseTo(0.7 * 1 + 0.3 * 0.2, ROUNDING);
        assertThat(others.explain(1)).isNull();
    }

    @Test
    void theBestAreComparedAndTheRestKeepTheirScores() {
        int count = NeighbourSmoothing.MOST + 50;
        List<Signals> candidates = IntStream.range(0, count)
                .mapToObj(i -> candidate("d" + i, random(BYTES)))
                .toList();
        double[] own = IntStream.range(0, count).mapToDouble(i -> count - i).toArray();
        double[] scores = smoothed(candidates, own).scores();
        for (int i = NeighbourSmoothing.MOST; i < count; i++) {
            assertThat(scores[i]).isEqualTo(own[i]);
        }
        assertThat(scores[NeighbourSmoothing.MOST - 1]).isNotEqualTo(own[NeighbourSmoothing.MOST - 1]);
    }

    @Test
    void sketchesOfUnlikeLengthAreRefused() {
        List<Signals> candidates = List.of(candidate("a", random(BYTES)), candidate("b", random(16)));
        assertThatThrownBy(() -> smoothed(candidates, new double[] {1, 0}))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("one length");
    }

    private static NeighbourSmoothing smoothed(List<Signals> candidates, double[] own) {
        int[] bestFirst = IntStream.range(0, own.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -own[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        return new NeighbourSmoothing(candidates, own, bestFirst, SHARE);
    }

    private static double cosine(List<Signals> candidates, int i, int j) {
        byte[] a = Objects.requireNonNull(candidates.get(i).sketch());
        byte[] b = Objects.requireNonNull(candidates.get(j).sketch());
        double product = 0;
        double squareA = 0;
        double squareB = 0;
        for (int at = 0; at < a.length; at++) {
            product += a[at] * b[at];
            squareA += a[at] * a[at];
            squareB += b[at] * b[at];
        }
        return product / Math.sqrt(squareA * squareB);
    }

    private byte[] random(int bytes) {
        byte[] sketch = new byte[bytes];
        random.nextBytes(sketch);
        return sketch;
    }

    private byte[] nearly(byte[] sketch) {
        byte[] other = sketch.clone();
        for (int d = 0; d < other.length; d++) {
            other[d] = (byte) Math.clamp(other[d] + random.nextInt(-9, 10), -127, 127);
        }
        return other;
    }

    private static Signals candidate(String documentId, byte @Nullable [] sketch) {
        return new Signals(documentId, null, null, null).with(sketch);
    }
}
