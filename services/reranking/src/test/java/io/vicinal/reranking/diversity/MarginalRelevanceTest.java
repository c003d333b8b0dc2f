package io.vicinal.reranking.diversity;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.contracts.reranking.RerankingApi.Signals;
import io.vicinal.contracts.search.Diversity;
import io.vicinal.contracts.search.Explanation.Diversified;
import io.vicinal.reranking.diversity.MarginalRelevance.Chosen;
import io.vicinal.reranking.sketch.Sketches;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MarginalRelevanceTest {
    private static final int BYTES = 48;

    private final Random random = new Random(98);

    @Test
    void theNextBestOfAnotherKindComesBeforeTheTwinOfTheBest() {
        byte[] one = random(BYTES);
        List<Signals> candidates =
                List.of(candidate("best", one), candidate("twin", one), candidate("other", random(BYTES)));
        double[] scores = {1, 0.9, 0.6};
        assertThat(order(candidates, scores, 3, 0.5)).containsExactly(0, 2, 1);
        assertThat(order(candidates, scores, 3, 1)).containsExactly(0, 1, 2);
        List<Chosen> chosen = MarginalRelevance.choose(candidates, scores, new int[] {0, 1, 2}, 0, 0, 3, 0.5);
        Diversified twin = Objects.requireNonNull(chosen.get(2).by());
        assertThat(twin.mostSimilar()).isEqualTo("best");
        assertThat(twin.similarity()).isEqualTo(1);
        assertThat(twin.relevance()).isCloseTo(0.75, Offset.offset(1e-12));
        assertThat(twin.value()).isCloseTo(0.5 * 0.75 - 0.5, Offset.offset(1e-12));
        Diversified best = Objects.requireNonNull(chosen.get(0).by());
        assertThat(best).isEqualTo(new Diversified(0.5, 1, 0, null, 0.5));
    }

    /** Against the definition, written as it is in the paper. */
    @Test
    void isTheGreedyChoiceOfItsDefinition() {
        for (int round = 0; round < 50; round++) {
            int size = 1 + random.nextInt(30);
            List<byte[]> kinds = List.of(random(BYTES), random(BYTES), random(BYTES));
            List<Signals> candidates = IntStream.range(0, size)
                    .mapToObj(i -> candidate("d" + i, nearly(kinds.get(random.nextInt(3)))))
                    .toList();
            double[] scores =
                    random.doubles(size).map(d -> -d).sorted().map(d -> -d).toArray();
            double lambda = random.nextInt(11) / 10.0;
            assertThat(order(candidates, scores, size, lambda)).isEqualTo(defined(candidates, scores, lambda));
        }
    }

    private static List<Integer> defined(List<Signals> candidates, double[] scores, double lambda) {
        double least = scores[scores.length - 1];
        double range = scores[0] - least;
        List<Integer> chosen = new ArrayList<>();
        while (chosen.size() < scores.length) {
            int next = -1;
            double most = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < scores.length; i++) {
                int candidate = i;
                double similar = chosen.stream()
                        .mapToDouble(j -> cosine(candidates.get(candidate), candidates.get(j)))
                        .max()
                        .orElse(0);
                double relevance = range == 0 ? 1 : (scores[i] - least) / range;
                double value = lambda * relevance - (1 - lambda) * similar;
                if (!chosen.contains(i) && value > most) {
                    next = i;
                    most = value;
                }
            }
            chosen.add(next);
        }
        return chosen;
    }

    @Test
    void aLongerListBeginsWithTheShorterOne() {
        List<Signals> candidates = many(200);
        double[] scores = descending(200);
        List<Integer> all = order(candidates, scores, 200, 0.3);
        assertThat(all)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 200).boxed().toList());
        for (int wanted : new int[] {0, 1, 10, 199}) {
            assertThat(order(candidates, scores, wanted, 0.3)).isEqualTo(all.subList(0, wanted));
        }
    }

    @Test
    void beyondThoseThatAreChosenAmongTheRestFollowsByScore() {
        int size = Diversity.CANDIDATES + 20;
        List<Integer> order = order(many(size), descending(size), size, 0);
        assertThat(order.subList(0, Diversity.CANDIDATES))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, Diversity.CANDIDATES).boxed().toList())
                .isNotEqualTo(IntStream.range(0, Diversity.CANDIDATES).boxed().toList());
        assertThat(order.subList(Diversity.CANDIDATES, size))
                .isEqualTo(IntStream.range(Diversity.CANDIDATES, size).boxed().toList());
    }

    @Test
    void theFirstStayAndTheOthersDifferFromThem() {
        byte[] one = random(BYTES);
        List<Signals> candidates =
                List.of(candidate("pinned", one), candidate("like it", one), candidate("unlike it", random(BYTES)));
        List<Chosen> chosen =
                MarginalRelevance.choose(candidates, new double[] {0, 1, 0.9}, new int[] {0, 1, 2}, 1, 0, 3, 0.5);
        assertThat(chosen).extracting(Chosen::hit).containsExactly(0, 2, 1);
        assertThat(chosen.get(0).by()).isNull();
        assertThat(Objects.requireNonNull(chosen.get(2).by()).mostSimilar()).isEqualTo("pinned");
    }

    @Test
    void whatCannotBeComparedIsLikeNothing() {
        byte[] one = random(BYTES);
        List<Signals> candidates = List.of(
                candidate("best", one),
                candidate("twin", one),
                candidate("no sketch", null),
                candidate("empty", new byte[0]));
        assertThat(order(candidates, new double[] {1, 0.9, 0.5, 0.4}, 4, 0.5)).containsExactly(0, 2, 3, 1);
        assertThat(order(List.of(candidate("a", null), candidate("b", null)), new double[] {2, 1}, 2, 0))
                .containsExactly(0, 1);
    }

    @Test
    void equalScoresNoScoresAndASingleHitAreOrders() {
        List<Signals> candidates = many(3);
        assertThat(order(candidates, new double[] {5, 5, 5}, 3, 1)).containsExactly(0, 1, 2);
        assertThat(order(candidates, new double[] {Double.NaN, Double.NaN, Double.NaN}, 3, 1))
                .containsExactly(0, 1, 2);
        assertThat(order(many(1), new double[] {-3}, 10, 0.5)).containsExactly(0);
        assertThat(order(List.of(), new double[0], 10, 0.5)).isEmpty();
    }

    private static List<Integer> order(List<Signals> candidates, double[] scores, int wanted, double lambda) {
        int[] hits = IntStream.range(0, scores.length).toArray();
        return MarginalRelevance.choose(candidates, scores, hits, 0, 0, wanted, lambda).stream()
                .map(Chosen::hit)
                .toList();
    }

    private static double[] descending(int size) {
        return IntStream.range(0, size).mapToDouble(i -> 1.0 / (1 + i)).toArray();
    }

    private List<Signals> many(int size) {
        return IntStream.range(0, size)
                .mapToObj(i -> candidate("d" + i, random(BYTES)))
                .toList();
    }

    private static double cosine(Signals a, Signals b) {
        return new Sketches(List.of(a, b), new int[] {0, 1}).cosine(0, 1);
    }

    private static Signals candidate(String id, byte @Nullable [] sketch) {
        return new Signals(id, 0f, null, null).with(sketch);
    }

    private byte[] random(int bytes) {
        byte[] sketch = new byte[bytes];
        random.nextBytes(sketch);
        return sketch;
    }

    private byte[] nearly(byte[] sketch) {
        byte[] near = sketch.clone();
        for (int i = 0; i < near.length; i++) {
            near[i] = (byte) Math.clamp(near[i] + random.nextInt(-20, 21), -127, 127);
        }
        return near;
    }
}
