package io.vicinal.reranking.fusion;

/**
 * How a signal lies over the candidates that have it.
 *
 * @param deviation the standard deviation; exactly 0 where all are the same, whatever rounding makes of their mean
 */
record Spread(double mean, double deviation) {

    static Spread of(float[] scores) {
        int count = 0;
        double sum = 0;
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        for (float score : scores) {
            if (!Float.isNaN(score)) {
                count++;
                sum += score;
                min = Math.min(min, score);
                max = Math.max(max, score);
            }
        }
        if (count == 0 || min == max) {
            return new Spread(count == 0 ? 0 : min, 0);
        }
        double mean = sum / count;
        double squares = 0;
        for (float score : scores) {
            if (!Float.isNaN(score)) {
                squares += (score - mean) * (score - mean);
            }
        }
        return new Spread(mean, Math.sqrt(squares / count));
    }

    double standardised(float score) {
        return deviation == 0 ? 0 : (score - mean) / deviation;
    }
}
