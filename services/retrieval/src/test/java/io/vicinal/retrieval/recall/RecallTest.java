package io.vicinal.retrieval.recall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vicinal.retrieval.candidates.SearchEffort;
import io.vicinal.retrieval.recall.Recall.Found;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RecallTest {
    @Test
    void boundsAreWilsons() {
        // 81 of 100: Wilson's interval at z 1.645 is 0.738 to 0.866
        Recall recall = new Recall(100, 0.81, 100);
        assertThat(recall.lower()).isCloseTo(0.738, within(0.001));
        assertThat(recall.upper()).isCloseTo(0.866, within(0.001));
    }

    @Test
    void theTruthLiesWithinItsBoundsAsOftenAsTheyPromise() {
        Random random = new Random(11);
        int outside = 0;
        int runs = 2000;
        for (int run = 0; run < runs; run++) {
            // queries differ in how hard they are: 0.9 on average
            Recall recall = Recall.of(IntStream.range(0, 60)
                    .mapToObj(q -> {
                        double chance = random.nextInt(5) == 0 ? 0.5 : 1;
                        return new Found(
                                (int) IntStream.range(0, 10)
                                        .filter(i -> random.nextDouble() < chance)
                                        .count(),
                                10);
                    })
                    .toList());
            outside += recall.lower() > 0.9 || recall.upper() < 0.9 ? 1 : 0;
        }
        assertThat((double) outside / runs).isBetween(0.05, 0.15);
    }

    @Test
    void nothingMeasuredSaysNothing() {
        Recall none = Recall.of(List.of());
        assertThat(none.lower()).isZero();
        assertThat(none.upper()).isEqualTo(1);
        assertThat(new EffortControl(0.95).next(new SearchEffort(150), none)).isEqualTo(new SearchEffort(150));
    }

    @Test
    void effortRisesAtOnceWhereRecallIsFarBelowAndByMoreTheFartherItIs() {
        EffortControl control = new EffortControl(0.95);
        SearchEffort now = new SearchEffort(150);
        assertThat(control.next(now, recall(8, 5)).neighbours()).isEqualTo(450);
        List<Found> chance = Stream.concat(
                        Collections.nCopies(7, new Found(10, 10)).stream(), Stream.of(new Found(5, 10)))
                .toList();
        assertThat(control.next(now, Recall.of(chance))).isEqualTo(now);
        assertThat(control.next(now, recall(32, 9)).neighbours()).isEqualTo(300);
    }

    @Test
    void effortFallsSlowlyAndOnlyFarAboveTheTarget() {
        EffortControl control = new EffortControl(0.95);
        SearchEffort now = new SearchEffort(1000);
        assertThat(control.next(now, recall(63, 10))).isEqualTo(now);
        assertThat(control.next(now, recall(64, 10)).neighbours()).isEqualTo(850);
        List<Found> mostly = Stream.concat(
                        Collections.nCopies(50, new Found(10, 10)).stream(),
                        Collections.nCopies(14, new Found(9, 10)).stream())
                .toList();
        assertThat(control.next(now, Recall.of(mostly))).isEqualTo(now); // 0.978: within the band
    }

    @Test
    void effortStaysWithinItsBounds() {
        EffortControl control = new EffortControl(0.999);
        SearchEffort effort = new SearchEffort(150);
        for (int i = 0; i < 20; i++) {
            effort = control.next(effort, recall(32, 5));
        }
        assertThat(effort.neighbours()).isEqualTo(SearchEffort.MOST);
        for (int i = 0; i < 100; i++) {
            effort = new EffortControl(0.5).next(effort, recall(64, 10));
        }
        assertThat(effort.neighbours()).isEqualTo(SearchEffort.LEAST);
    }

    private static Recall recall(int queries, int foundOfTen) {
        return Recall.of(Collections.nCopies(queries, new Found(foundOfTen, 10)));
    }
}
