package io.vicinal.onnx.encode;

import io.vicinal.onnx.model.ScoreActivation;
import io.vicinal.onnx.session.OutputReader;
import io.vicinal.onnx.session.RunException;
import java.nio.FloatBuffer;

/** A cross-encoder's one row of logits to scores. */
record PairReader(ScoreActivation activation) implements OutputReader<float[]> {

    @Override
    public float[] read(FloatBuffer rows, int first, int count, int labels) {
        float[] scores = new float[labels];
        rows.get(first * labels, scores);
        for (float score : scores) {
            if (!Float.isFinite(score)) {
                throw new RunException("The model answered with a score that is no number.");
            }
        }
        switch (activation) {
            case IDENTITY -> {}
            case SIGMOID -> {
                for (int i = 0; i < labels; i++) {
                    scores[i] = (float) (1 / (1 + Math.exp(-scores[i])));
                }
            }
            case SOFTMAX -> softmax(scores);
        }
        return scores;
    }

    /** Less the largest first, so that no exponential overflows. */
    private static void softmax(float[] scores) {
        float largest = Float.NEGATIVE_INFINITY;
        for (float score : scores) {
            largest = Math.max(largest, score);
        }
        double sum = 0;
        for (int i = 0; i < scores.length; i++) {
            scores[i] = (float) Math.exp(scores[i] - largest);
            sum += scores[i];
        }
        for (int i = 0; i < scores.length; i++) {
            scores[i] = (float) (scores[i] / sum);
        }
    }
}
