package io.vicinal.retrieval.vector;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.apache.lucene.util.quantization.OptimizedScalarQuantizer.QuantizationResult;
import org.apache.lucene.util.quantization.QuantizedByteVectorValues;

/**
 * Scores of one quantised vector with others of its segment, as Lucene computes them: the dot product of the codes,
 * corrected by each side's interval (Lucene's optimised scalar quantisation, after Gao and others, SIGMOD 2025).
 */
final class Int8Scorer {
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final float STEP = 1f / 255;
    private static final int AT_ONCE = 4;
    private static final int CACHE_LINE = 64;

    private final MemorySegment vectors;
    private final int dimensions;
    /** Bytes from one vector to the next: the codes, two ends of an interval, a correction, the sum of the codes. */
    private final long stride;

    private final float centroid;
    private final Int8DotProduct product;
    private final int[] products = new int[AT_ONCE];
    private float lower;
    private float step;
    private float correction;
    private float sum;
    /** What was read ahead, kept so that the reads are not optimised away. */
    int fetched;

    /** @param vectors the whole of {@code values}, mapped */
    Int8Scorer(MemorySegment vectors, QuantizedByteVectorValues values, float centroid) {
        this.vectors = vectors;
        this.dimensions = values.dimension();
        this.stride = dimensions + 3L * Float.BYTES + Integer.BYTES;
        this.centroid = centroid;
        this.product = new Int8DotProduct(dimensions);
    }

    /** From now on scores are those with this vector. */
    void set(byte[] codes, QuantizationResult terms) {
        product.set(codes);
        lower = terms.lowerInterval();
        step = (terms.upperInterval() - lower) * STEP;
        correction = terms.additionalCorrection();
        sum = terms.quantizedComponentSum();
    }

    float score(int node) {
        long at = node * stride;
        return score(at, product.with(vectors, at));
    }

    float bulkScore(int[] nodes, float[] scores, int count) {
        fetch(nodes, count);
        float most = Float.NEGATIVE_INFINITY;
        int i = 0;
        for (; i + AT_ONCE <= count; i += AT_ONCE) {
            long at0 = nodes[i] * stride;
            long at1 = nodes[i + 1] * stride;
            long at2 = nodes[i + 2] * stride;
            long at3 = nodes[i + 3] * stride;
            product.with(vectors, at0, at1, at2, at3, products);
            scores[i] = score(at0, products[0]);
            scores[i + 1] = score(at1, products[1]);
            scores[i + 2] = score(at2, products[2]);
            scores[i + 3] = score(at3, products[3]);
            most = Math.max(most, Math.max(Math.max(scores[i], scores[i + 1]), Math.max(scores[i + 2], scores[i + 3])));
        }
        for (; i < count; i++) {
            scores[i] = score(nodes[i]);
            most = Math.max(most, scores[i]);
        }
        return most;
    }

    /**
     * Reads a byte of each cache line of all that is about to be compared. The reads hang on nothing, so that the processor
     * has them all under way at once instead of waiting for one vector after the other.
     */
    private void fetch(int[] nodes, int count) {
        int seen = 0;
        for (int i = 0; i < count; i++) {
            long at = nodes[i] * stride;
            for (long line = 0; line < stride; line += CACHE_LINE) {
                seen ^= vectors.get(ValueLayout.JAVA_BYTE, at + line);
            }
        }
        fetched = seen;
    }

    private float score(long at, int dot) {
        long terms = at + dimensions;
        float otherLower = vectors.get(FLOAT, terms);
        float otherStep = (vectors.get(FLOAT, terms + Float.BYTES) - otherLower) * STEP;
        float otherCorrection = vectors.get(FLOAT, terms + 2 * Float.BYTES);
        float otherSum = vectors.get(INT, terms + 3 * Float.BYTES);
        float score = otherLower * lower * dimensions
                + lower * otherStep * otherSum
                + otherLower * step * sum
                + otherStep * step * dot
                + correction
                + otherCorrection
                - centroid;
        return (1 + Math.clamp(score, -1f, 1f)) / 2;
    }
}
