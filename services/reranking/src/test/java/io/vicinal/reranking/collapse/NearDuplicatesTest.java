package io.vicinal.reranking.collapse;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.contracts.reranking.RerankingApi.Signals;
import io.vicinal.contracts.search.Collapse;
import io.vicinal.reranking.collapse.NearDuplicates.Kept;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NearDuplicatesTest {
    private static final int DIMENSIONS = 384;

    private final Random random = new Random(95);

    /** The cosine of 18 degrees is 0.9511, of 19 it is 0.9455. */
    @Test
    void oneIsFoldedWhereItIsNearEnough() {
        List<Signals> candidates = List.of(candidate("best", at(0)), candidate("18", at(18)), candidate("19", at(-19)));
        assertThat(fold(candidates, 3, 0.95)).containsExactly(new Kept(0, List.of(1)), new Kept(2, List.of()));
    }

    @Test
    void theSameIsFoldedHoweverMuchIsAskedFor() {
        byte[] one = random();
        byte[] another = one.clone();
        another[7]++;
        List<Signals> candidates =
                List.of(candidate("a", one), candidate("b", another), candidate("c", one.clone()), candidate("d", one));
        assertThat(fold(candidates, 4, 1)).containsExactly(new Kept(0, List.of(2, 3)), new Kept(1, List.of()));
    }

    /** What is like a folded one, and not like the one that it was folded into, stays. */
    @Test
    void aHitIsComparedWithThoseThatStay() {
        List<Signals> candidates = List.of(candidate("a", at(0)), candidate("b", at(14)), candidate("c", at(28)));
        assertThat(fold(candidates, 3, 0.95)).containsExactly(new Kept(0, List.of(1)), new Kept(2, List.of()));
    }

    @Test
    void ofSeveralThatStayTheBestTakesIt() {
        List<Signals> candidates = List.of(candidate("a", at(0)), candidate("b", at(28)), candidate("between", at(15)));
        assertThat(fold(candidates, 3, 0.95)).containsExactly(new Kept(0, List.of(2)), new Kept(1, List.of()));
    }

    @Test
    void theFirstStayAndOthersAreFoldedIntoThem() {
        byte[] one = random();
        List<Signals> candidates = List.of(candidate("p1", one), candidate("p2", one), candidate("c", one));
        assertThat(NearDuplicates.fold(candidates, new int[] {0, 1, 2}, 2, 10, 0.9))
                .containsExactly(new Kept(0, List.of(2)), new Kept(1, List.of()));
    }

    @Test
    void whatCannotBeComparedStays() {
        List<Signals> candidates = List.of(candidate("a", null), candidate("b", null), candidate("c", new byte[0]));
        assertThat(fold(candidates, 3, 0.1)).extracting(Kept::hit).containsExactly(0, 1, 2);
        assertThat(fold(List.of(), 3, 0.1)).isEmpty();
        assertThat(fold(List.of(candidate("alone", random())), 3, 0.1)).containsExactly(new Kept(0, List.of()));
    }

    /** Duplicates count although those that are not shown lie between. */
    @Test
    void aLongerListBeginsWithTheShorterOne() {
        List<byte[]> kinds = IntStream.range(0, 20).mapToObj(_ -> random()).toList();
        List<Signals> candidates = IntStream.range(0, 300)
                .mapToObj(i -> candidate("d" + i, nearly(kinds.get(random.nextInt(20)))))
                .toList();
        List<Kept> all = fold(candidates, 300, 0.95);
        assertThat(all).hasSize(20);
        assertThat(all.stream().mapToInt(kept -> 1 + kept.duplicates().size()).sum())
                .isEqualTo(300);
        assertThat(fold(candidates, 5, 0.95)).isEqualTo(all.subList(0, 5));
        List<Integer> everyone = new ArrayList<>();
        all.forEach(kept -> {
            everyone.add(kept.hit());
            everyone.addAll(kept.duplicates());
        });
        assertThat(everyone).doesNotHaveDuplicates();
    }

    @Test
    void beyondThoseThatAreComparedAllStay() {
        byte[] one = random();
        List<Signals> candidates = new ArrayList<>();
        for (int i = 0; i < Collapse.COMPARED + 3; i++) {
            candidates.add(candidate("d" + i, one));
        }
        List<Kept> kept = fold(candidates, 1000, 0.95);
        assertThat(kept).extracting(Kept::hit).containsExactly(0, 2000, 2001, 2002);
        assertThat(kept.getFirst().duplicates()).hasSize(Collapse.COMPARED - 1);
    }

    private static List<Kept> fold(List<Signals> candidates, int wanted, double similarity) {
        int[] hits = IntStream.range(0, candidates.size()).toArray();
        return NearDuplicates.fold(candidates, hits, 0, wanted, similarity);
    }

    private static Signals candidate(String id, byte @Nullable [] sketch) {
        return new Signals(id, 0f, null, null).with(sketch);
    }

    private byte[] random() {
        byte[] sketch = new byte[DIMENSIONS];
        random.nextBytes(sketch);
        return sketch;
    }

    private byte[] nearly(byte[] sketch) {
        byte[] near = sketch.clone();
        for (int d = 0; d < near.length; d++) {
            near[d] = (byte) Math.clamp(near[d] + random.nextInt(-5, 6), -127, 127);
        }
        return near;
    }

    /** A direction in the plane of the first two dimensions. */
    private static byte[] at(double degrees) {
        byte[] sketch = new byte[DIMENSIONS];
        sketch[0] = (byte) Math.round(127 * Math.cos(Math.toRadians(degrees)));
        sketch[1] = (byte) Math.round(127 * Math.sin(Math.toRadians(degrees)));
        return sketch;
    }
}
