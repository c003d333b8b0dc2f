package io.vicinal.retrieval.background;

import io.vicinal.contracts.search.Background;
import io.vicinal.contracts.search.Background.Distribution;
import io.vicinal.retrieval.shard.IndexFields;
import io.vicinal.retrieval.shard.SampleField;
import io.vicinal.retrieval.shard.Segments;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues.DocIndexIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.VectorUtil;
import org.jspecify.annotations.Nullable;

/**
 * The vectors of some 500 passages of a shard, out of the index and side by side: 0.8 MB of 384 dimensions.
 */
final class BackgroundSample {
    static final int PASSAGES = 500;
    /** Passages. */
    private static final int PRIOR = 50;

    private final List<float[]> vectors;
    /** Theirs; empty where there is none. */
    private final double[] sum;

    private BackgroundSample(List<float[]> vectors) {
        this.vectors = vectors;
        this.sum = new double[vectors.isEmpty() ? 0 : vectors.getFirst().length];
        for (float[] vector : vectors) {
            for (int d = 0; d < sum.length; d++) {
                sum[d] += vector[d];
            }
        }
    }

    static BackgroundSample of(IndexSearcher shard) throws IOException {
        List<float[]> vectors = new ArrayList<>();
        int[] passages = SampleField.passages(shard, PASSAGES);
        Segments.each(shard, passages, (segment, from, to) -> {
            FloatVectorValues values = segment.reader().getFloatVectorValues(IndexFields.VECTOR);
            DocIndexIterator place = values.iterator();
            for (int i = from; i < to; i++) {
                int passage = passages[i] - segment.docBase;
                place.advance(passage);
                vectors.add(values.vectorValue(place.index()).clone());
            }
        });
        return new BackgroundSample(vectors);
    }

    /** Costs a cosine for each passage of the sample. */
    Background of(float @Nullable [] vector) {
        return new Background(vector == null ? null : dense(vector));
    }

    private @Nullable Distribution dense(float[] vector) {
        float[] cosines = new float[vectors.size()];
        for (int i = 0; i < cosines.length; i++) {
            cosines[i] = VectorUtil.dotProduct(vectors.get(i), vector);
        }
        return TailFit.of(cosines);
    }

    /**
     * The mean of the passages' vectors, drawn towards the model's on generic text, which counts as much as {@value #PRIOR}
     * passages: a few say little of a collection.
     *
     * @param model null where nothing is known of it: the mean is drawn towards 0
     */
    float[] center(int dimensions, float @Nullable [] model) {
        float[] center = new float[dimensions];
        for (int d = 0; d < dimensions; d++) {
            center[d] = (float) (((sum.length == 0 ? 0 : sum[d]) + (model == null ? 0 : PRIOR * model[d]))
                    / (vectors.size() + PRIOR));
        }
        return center;
    }
}
