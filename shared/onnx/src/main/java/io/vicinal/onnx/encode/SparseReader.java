package io.vicinal.onnx.encode;

import io.vicinal.onnx.model.Head;
import io.vicinal.onnx.model.SparseActivation;
import io.vicinal.onnx.model.SparsePooling;
import io.vicinal.onnx.session.OutputReader;
import io.vicinal.onnx.session.RunException;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Logits to word weights in one sweep over {@code [tokens × vocabulary]}. The logarithm grows with its argument, so the
 * largest weight is the weight of the largest logit: one logarithm a word instead of one a number.
 */
final class SparseReader implements OutputReader<SparseVector> {
    /** Numbers that are copied out of the run's buffer at a time; they stay in the core's own cache. */
    private static final int BLOCK = 2048;

    private final Head.Sparse head;
    private final boolean pooled;

    /** @param pooled whether the graph gives the weights themselves, one row a text */
    SparseReader(Head.Sparse head, boolean pooled) {
        this.head = head;
        this.pooled = pooled;
    }

    @Override
    public SparseVector read(FloatBuffer rows, int first, int tokens, int vocabulary) {
        float[] weights = new float[vocabulary];
        if (pooled) {
            rows.get(first * vocabulary, weights);
        } else if (head.pooling() == SparsePooling.MAX) {
            sweepMax(rows, first, tokens, weights);
            activate(weights, head.activation());
        } else {
            sweepSum(rows, first, tokens, weights);
        }
        return positive(weights);
    }

    private static void sweepMax(FloatBuffer rows, int first, int tokens, float[] largest) {
        float[] block = new float[BLOCK];
        for (int token = first; token < first + tokens; token++) {
            for (int from = 0; from < largest.length; from += BLOCK) {
                int count = Math.min(BLOCK, largest.length - from);
                rows.get(token * largest.length + from, block, 0, count);
                for (int i = 0; i < count; i++) {
                    largest[from + i] = Math.max(largest[from + i], block[i]); // NaN stays NaN
                }
            }
        }
    }

    private void sweepSum(FloatBuffer rows, int first, int tokens, float[] sums) {
        float[] block = new float[BLOCK];
        for (int token = first; token < first + tokens; token++) {
            for (int from = 0; from < sums.length; from += BLOCK) {
                int count = Math.min(BLOCK, sums.length - from);
                rows.get(token * sums.length + from, block, 0, count);
                for (int i = 0; i < count; i++) {
                    if (!(block[i] <= 0)) {
                        sums[from + i] += head.activation().of(block[i]);
                    }
                }
            }
        }
    }

    private static void activate(float[] largest, SparseActivation activation) {
        for (int i = 0; i < largest.length; i++) {
            if (largest[i] > 0) {
                largest[i] = activation.of(largest[i]);
            }
        }
    }

    /** @throws RunException where a weight is no number */
    private static SparseVector positive(float[] weights) {
        int[] ids = new int[weights.length];
        int count = 0;
        for (int i = 0; i < weights.length; i++) {
            if (!(weights[i] <= 0)) {
                ids[count++] = i;
            }
            if (!Float.isFinite(weights[i])) {
                throw new RunException("The model answered with a word weight that is no number (" + weights[i] + ").");
            }
        }
        float[] kept = new float[count];
        for (int i = 0; i < count; i++) {
            kept[i] = weights[ids[i]];
        }
        return new SparseVector(Arrays.copyOf(ids, count), kept);
    }
}
