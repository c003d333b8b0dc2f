package io.vicinal.retrieval.candidates;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.VectorUtil;
import org.jspecify.annotations.Nullable;

/**
 * What one search needs of its candidates' float32 vectors. A passage's cosines are computed once, however often they are asked for: by
 * what found it and by the union. Passages are given in ascending order.
 */
final class CandidateVectors {
    private final IndexSearcher searcher;
    private final List<float[]> queries;
    private final float @Nullable [] center;
    /** Passage to {@code float[queries]}. */
    private final Map<Integer, float[]> known = new HashMap<>();

    /**
     * @param queries unit vectors, none for lexical or sparse alone
     * @param center subtracted before sketches are taken; null subtracts nothing
     */
    CandidateVectors(IndexSearcher searcher, List<float[]> queries, float @Nullable [] center) {
        this.searcher = searcher;
        this.queries = queries;
        this.center = center;
    }

    /** How many. */
    int queries() {
        return queries.size();
    }

    /** The cosine of each passage with one of the queries. */
    float[] cosines(int query, int[] passages) throws IOException {
        read(passages);
        float[] cosines = new float[passages.length];
        for (int i = 0; i < cosines.length; i++) {
            cosines[i] = of(passages[i])[query];
        }
        return cosines;
    }

    /** The best cosine of each passage with any of the queries, of which there is at least one. */
    float[] bestCosines(int[] passages) throws IOException {
        float[] best = cosines(0, passages);
        for (int query = 1; query < queries.size(); query++) {
            for (int i = 0; i < best.length; i++) {
                best[i] = Math.max(best[i], of(passages[i])[query]);
            }
        }
        return best;
    }

    /** Each vector less the center, a byte a dimension. */
    byte[][] sketches(int[] passages) throws IOException {
        byte[][] sketches = new byte[passages.length][];
        Signals.vectors(searcher, passages, (i, vector) -> sketches[i] = Sketch.of(vector, center));
        return sketches;
    }

    private float[] of(int passage) {
        return Objects.requireNonNull(known.get(passage));
    }

    private void read(int[] passages) throws IOException {
        int[] unknown = Arrays.stream(passages)
                .filter(passage -> !known.containsKey(passage))
                .toArray();
        Signals.vectors(searcher, unknown, (i, vector) -> {
            float[] cosines = new float[queries.size()];
            for (int query = 0; query < cosines.length; query++) {
                cosines[query] = VectorUtil.dotProduct(vector, queries.get(query));
            }
            known.put(unknown[i], cosines);
        });
    }
}
