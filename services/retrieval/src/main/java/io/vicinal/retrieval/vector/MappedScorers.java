package io.vicinal.retrieval.vector;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.apache.lucene.codecs.hnsw.FlatVectorScorerUtil;
import org.apache.lucene.codecs.lucene104.Lucene104ScalarQuantizedVectorScorer;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.MemorySegmentAccessInput;
import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.apache.lucene.util.hnsw.RandomVectorScorer.AbstractRandomVectorScorer;
import org.apache.lucene.util.hnsw.RandomVectorScorerSupplier;
import org.apache.lucene.util.hnsw.UpdateableRandomVectorScorer;
import org.apache.lucene.util.hnsw.UpdateableRandomVectorScorer.AbstractUpdateableRandomVectorScorer;
import org.apache.lucene.util.quantization.OptimizedScalarQuantizer;
import org.apache.lucene.util.quantization.OptimizedScalarQuantizer.QuantizationResult;
import org.apache.lucene.util.quantization.QuantizedByteVectorValues;
import org.apache.lucene.util.quantization.QuantizedByteVectorValues.ScalarEncoding;
import org.jspecify.annotations.Nullable;

/**
 * Lucene's scorers of quantised vectors, but int8 is compared in place where its file is mapped and SIMD is on: Lucene
 * 10.5 copies each vector to the heap first and compares one at a time.
 */
final class MappedScorers extends Lucene104ScalarQuantizedVectorScorer {
    /** Lucene's own, of no effect without refinements. */
    private static final float LAMBDA = 0.1f;
    /** Of the interval that a query is quantised in: with 8 bits they change nothing that is found and took 9 µs of a search's 180. */
    private static final int REFINEMENTS = 0;

    MappedScorers() {
        super(FlatVectorScorerUtil.getLucene99FlatVectorsScorer());
    }

    @Override
    public RandomVectorScorer getRandomVectorScorer(
            VectorSimilarityFunction similarity, KnnVectorValues values, float[] target) throws IOException {
        Int8Scorer scorer = mapped(similarity, values);
        if (scorer == null || target.length != values.dimension()) {
            return super.getRandomVectorScorer(similarity, values, target);
        }
        QuantizedByteVectorValues quantised = (QuantizedByteVectorValues) values;
        byte[] codes = new byte[target.length];
        QuantizationResult terms = new OptimizedScalarQuantizer(similarity, LAMBDA, REFINEMENTS)
                .scalarQuantize(
                        target.clone(), codes, ScalarEncoding.UNSIGNED_BYTE.getQueryBits(), quantised.getCentroid());
        scorer.set(codes, terms);
        return new AbstractRandomVectorScorer(values) {
            @Override
            public float score(int node) {
                return scorer.score(node);
            }

            @Override
            public float bulkScore(int[] nodes, float[] scores, int count) {
                return scorer.bulkScore(nodes, scores, count);
            }
        };
    }

    @Override
    public RandomVectorScorerSupplier getRandomVectorScorerSupplier(
            VectorSimilarityFunction similarity, KnnVectorValues values) throws IOException {
        return mapped(similarity, values) == null
                ? super.getRandomVectorScorerSupplier(similarity, values)
                : new Supplier(similarity, (QuantizedByteVectorValues) values);
    }

    private static @Nullable Int8Scorer mapped(VectorSimilarityFunction similarity, KnnVectorValues values)
            throws IOException {
        if (!Simd.isOn()
                || similarity != VectorSimilarityFunction.DOT_PRODUCT
                || !(values instanceof QuantizedByteVectorValues quantised)
                || quantised.getScalarEncoding() != ScalarEncoding.UNSIGNED_BYTE
                || !(quantised.getSlice() instanceof MemorySegmentAccessInput input)) {
            return null;
        }
        MemorySegment vectors = input.segmentSliceOrNull(0, input.length());
        return vectors == null ? null : new Int8Scorer(vectors, quantised, quantised.getCentroidDP());
    }

    /** Scorers of a segment's vectors with each other, for a graph to be built. */
    private record Supplier(VectorSimilarityFunction similarity, QuantizedByteVectorValues values)
            implements RandomVectorScorerSupplier {

        @Override
        public UpdateableRandomVectorScorer scorer() throws IOException {
            QuantizedByteVectorValues targets = values.copy();
            Int8Scorer scorer = mapped(similarity, values);
            if (scorer == null) {
                throw new IllegalStateException("vectors are no longer mapped");
            }
            return new AbstractUpdateableRandomVectorScorer(values) {
                @Override
                public void setScoringOrdinal(int node) throws IOException {
                    byte[] codes = targets.vectorValue(node);
                    scorer.set(codes, targets.getCorrectiveTerms(node));
                }

                @Override
                public float score(int node) {
                    return scorer.score(node);
                }

                @Override
                public float bulkScore(int[] nodes, float[] scores, int count) {
                    return scorer.bulkScore(nodes, scores, count);
                }
            };
        }

        @Override
        public RandomVectorScorerSupplier copy() throws IOException {
            return new Supplier(similarity, values.copy());
        }
    }
}
