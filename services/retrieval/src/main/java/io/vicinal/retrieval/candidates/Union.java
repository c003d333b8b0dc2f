package io.vicinal.retrieval.candidates;

import io.vicinal.contracts.search.GroupBy;
import io.vicinal.contracts.search.RetrievalApi.Grouping;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Passages that were found one way or another, with what is known of each.
 *
 * @param passages in ascending order
 * @param dense cosine of each; null in lexical mode
 * @param lexical BM25 of each; null in dense mode
 * @param sparse dot product of each; null where the query has no sparse weights
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Union(
        int[] passages,
        String[] documentIds,
        float @Nullable [] dense,
        float @Nullable [] lexical,
        float @Nullable [] sparse) {

    /**
     * The best by the mean of their signals, each scaled to [0, 1] over the union: what deserves a dearer look.
     *
     * @param count of documents, or of passages where those are hits of their own; a document may have two passages here,
     *     which are then both kept or both not
     */
    Union best(int count, GroupBy groupBy) {
        if (passages.length <= count) {
            return this;
        }
        int[] order = bestFirst();
        return only(groupBy.equals(GroupBy.PASSAGE) ? Arrays.copyOf(order, count) : ofDocuments(order, count));
    }

    private int[] bestFirst() {
        float[] scores = new float[passages.length];
        add(dense, scores);
        add(lexical, scores);
        add(sparse, scores);
        return IntStream.range(0, passages.length)
                .boxed()
                .sorted((a, b) -> scores[a] == scores[b] ? Integer.compare(a, b) : Float.compare(scores[b], scores[a]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /**
     * The best passages, and the best of so many groups besides.
     *
     * @param groups of each passage; one without is its document's
     */
    Union best(int count, @Nullable String[] groups, Grouping wanted) {
        int[] order = bestFirst();
        Set<Integer> kept = new HashSet<>();
        Arrays.stream(order).limit(count).forEach(kept::add);
        Map<String, Integer> sizes = new HashMap<>();
        for (int i : order) {
            String group = group(i, groups);
            if (sizes.size() < wanted.groups() || sizes.containsKey(group)) {
                if (sizes.merge(group, 1, Integer::sum) <= wanted.size()) {
                    kept.add(i);
                }
            }
        }
        return only(kept.stream().mapToInt(Integer::intValue).toArray());
    }

    private String group(int i, @Nullable String[] groups) {
        return groups[i] == null ? "d" + documentIds[i] : "g" + groups[i];
    }

    /** How many there are, each document without being one. */
    long groups(@Nullable String[] groups) {
        return IntStream.range(0, passages.length)
                .mapToObj(i -> group(i, groups))
                .distinct()
                .count();
    }

    /** The best passages of each document. */
    Union bestInside(int size) {
        Map<String, Integer> sizes = new HashMap<>();
        return only(Arrays.stream(bestFirst())
                .filter(i -> sizes.merge(documentIds[i], 1, Integer::sum) <= size)
                .toArray());
    }

    private int[] ofDocuments(int[] order, int count) {
        Set<String> kept = new HashSet<>();
        for (int i = 0; i < order.length && kept.size() < count; i++) {
            kept.add(documentIds[order[i]]);
        }
        return Arrays.stream(order).filter(i -> kept.contains(documentIds[i])).toArray();
    }

    private Union only(int[] kept) {
        int[] positions = Arrays.stream(kept).sorted().toArray();
        return new Union(
                Arrays.stream(positions).map(i -> passages[i]).toArray(),
                Arrays.stream(positions).mapToObj(i -> documentIds[i]).toArray(String[]::new),
                only(positions, dense),
                only(positions, lexical),
                only(positions, sparse));
    }

    private static float @Nullable [] only(int[] positions, float @Nullable [] of) {
        if (of == null) {
            return null;
        }
        float[] some = new float[positions.length];
        for (int i = 0; i < some.length; i++) {
            some[i] = of[positions[i]];
        }
        return some;
    }

    private static void add(float @Nullable [] signal, float[] to) {
        if (signal == null) {
            return;
        }
        float least = Float.POSITIVE_INFINITY;
        float most = Float.NEGATIVE_INFINITY;
        for (float score : signal) {
            least = Math.min(least, score);
            most = Math.max(most, score);
        }
        for (int i = 0; i < to.length && most > least; i++) {
            to[i] += (signal[i] - least) / (most - least);
        }
    }

    @Nullable
    Float dense(int i) {
        return dense == null ? null : dense[i];
    }

    @Nullable
    Float lexical(int i) {
        return lexical == null ? null : lexical[i];
    }

    @Nullable
    Float sparse(int i) {
        return sparse == null ? null : sparse[i];
    }
}
