package io.vicinal.inference.fewshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SelectionTest {

    /** At an angle to the text, in degrees, to one side or, negative, to the other. */
    private static Candidate at(double degrees, String id, String... labels) {
        double radians = Math.toRadians(degrees);
        return new Candidate(id, List.of(labels), Math.cos(radians), new float[] {
            (float) Math.cos(radians), (float) Math.sin(radians)
        });
    }

    private static List<String> ids(List<Candidate> chosen) {
        return chosen.stream().map(Candidate::documentId).toList();
    }

    @Test
    void withoutDiversityTheNearestAreChosen() {
        List<Candidate> pool = List.of(at(1, "a"), at(2, "b"), at(-20, "c"), at(30, "d"));
        assertThat(ids(new Selection(pool, 0, false).next(3))).containsExactly("a", "b", "c");
        assertThat(ids(new Selection(pool, 0, false).next(9))).containsExactly("a", "b", "c", "d");
    }

    @Test
    void withDiversityWhatRepeatsAnotherComesLater() {
        List<Candidate> pool = List.of(at(1, "a"), at(2, "b"), at(-20, "c"), at(30, "d"));
        assertThat(ids(new Selection(pool, 0.7, false).next(2))).containsExactly("a", "d");
        assertThat(ids(new Selection(pool, 0.5, false).next(3))).containsExactly("a", "c", "b");
    }

    @Test
    void labelsTakeTurnsTheNearestFirst() {
        List<Candidate> pool = List.of(
                at(1, "x1", "x"),
                at(2, "x2", "x"),
                at(3, "x3", "x"),
                at(10, "y1", "y"),
                at(20, "y2", "y"),
                at(30, "z1", "z"));
        assertThat(ids(new Selection(pool, 0, true).next(6))).containsExactly("x1", "y1", "z1", "x2", "y2", "x3");
        assertThat(ids(new Selection(pool, 0, false).next(4))).containsExactly("x1", "x2", "x3", "y1");
    }

    @Test
    void aDocumentOfSeveralLabelsIsATurnOfEach() {
        List<Candidate> pool = List.of(at(1, "xy", "x", "y"), at(2, "x", "x"), at(3, "y", "y"), at(40, "z", "z"));
        assertThat(ids(new Selection(pool, 0, true).next(3))).containsExactly("xy", "z", "x");
    }

    @Test
    void whatIsLeftIsReplacedAndNothingIsLikeIt() {
        List<Candidate> pool = List.of(at(1, "a"), at(2, "b"), at(-20, "c"), at(30, "d"));
        Selection selection = new Selection(pool, 0.3, false);
        selection.leave(pool.getFirst());
        assertThat(ids(selection.next(2))).containsExactly("b", "c");
        assertThat(ids(selection.next(2))).as("nothing was taken yet").containsExactly("b", "c");
        selection.take(pool.get(1));
        assertThat(ids(selection.next(9))).containsExactly("c", "d");
        assertThat(new Selection(List.of(), 0.3, true).next(1)).isEmpty();
    }

    @Test
    void isTheCriterionOfThePaperAtRandom() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            double diversity = random.nextDouble();
            List<Candidate> pool = IntStream.range(0, 30)
                    .mapToObj(i -> at(random.nextDouble(-80, 80), "d" + i))
                    .sorted(Comparator.comparingDouble(one -> -one.similarity()))
                    .toList();
            List<Candidate> chosen = new ArrayList<>();
            while (chosen.size() < 10) {
                chosen.add(pool.stream()
                        .filter(one -> !chosen.contains(one))
                        .max(Comparator.comparingDouble(one -> value(one, chosen, diversity)))
                        .orElseThrow());
            }
            assertThat(ids(new Selection(pool, diversity, false).next(10)))
                    .as("seed " + seed)
                    .isEqualTo(ids(chosen));
        }
    }

    private static double value(Candidate one, List<Candidate> chosen, double diversity) {
        double closest = chosen.stream()
                .mapToDouble(other ->
                        (double) one.vector()[0] * other.vector()[0] + (double) one.vector()[1] * other.vector()[1])
                .max()
                .orElse(0);
        return (1 - diversity) * one.similarity() - diversity * Math.max(0, closest);
    }
}
