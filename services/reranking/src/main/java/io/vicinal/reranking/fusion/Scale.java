package io.vicinal.reranking.fusion;

/** Scores scaled to [0, 1] by the least and the greatest of them; where they are all the same, each is 1, or 0 where they are 0. */
public record Scale(double min, double max) {

    /** Of those that are numbers. */
    public static Scale of(double[] scores) {
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        for (double score : scores) {
            if (!Double.isNaN(score)) {
                min = Math.min(min, score);
                max = Math.max(max, score);
            }
        }
        return new Scale(min, max);
    }

    /** 0 for what is no number. */
    public double of(double score) {
        if (Double.isNaN(score)) {
            return 0;
        }
        // halves, for the distance between two numbers may be more than the greatest there is
        return max > min ? (score / 2 - min / 2) / (max / 2 - min / 2) : max == 0 ? 0 : 1;
    }
}
