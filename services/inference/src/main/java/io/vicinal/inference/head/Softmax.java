package io.vicinal.inference.head;

/** Of a row of logits, in place. */
final class Softmax {

    /** Makes {@code p − 1[label is the truth]} of logits without their biases. @return {@code −ln p(truth)} */
    static double residual(float[] logits, int at, int labels, float[] biases, int truth) {
        float most = Float.NEGATIVE_INFINITY;
        for (int c = 0; c < labels; c++) {
            logits[at + c] += biases[c];
            most = Math.max(most, logits[at + c]);
        }
        double own = logits[at + truth] - most;
        double sum = 0;
        for (int c = 0; c < labels; c++) {
            float power = (float) Math.exp(logits[at + c] - most);
            logits[at + c] = power;
            sum += power;
        }
        float scale = (float) (1 / sum);
        for (int c = 0; c < labels; c++) {
            logits[at + c] *= scale;
        }
        logits[at + truth] -= 1;
        return Math.log(sum) - own;
    }

    static void logs(float[] logits, int at, double[] biases) {
        double most = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < biases.length; c++) {
            logits[at + c] += (float) biases[c];
            most = Math.max(most, logits[at + c]);
        }
        double sum = 0;
        for (int c = 0; c < biases.length; c++) {
            sum += Math.exp(logits[at + c] - most);
        }
        float all = (float) (most + Math.log(sum));
        for (int c = 0; c < biases.length; c++) {
            logits[at + c] -= all;
        }
    }

    private Softmax() {}
}
