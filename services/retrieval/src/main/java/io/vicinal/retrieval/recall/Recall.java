package io.vicinal.retrieval.recall;

import java.util.List;

/**
 * The recall of a sample of queries and what it says of all: a proportion with Wilson's confidence interval (1927).
 * The neighbours of one query are found or missed together, so they count as fewer trials than they are, as many fewer as
 * the spread between queries shows (Kish's design effect, 1965).
 *
 * @param mean share of the exact nearest that were found, each query weighing the same
 * @param trials as many independent ones would tell as much
 */
record Recall(int queries, double mean, double trials) {
    /** One-sided 95 %. */
    private static final double Z = 1.645;

    /**
     * @param found of how many of a query's nearest
     * @param of at least 1
     */
    record Found(int found, int of) {
        double share() {
            return (double) found / of;
        }
    }

    static Recall of(List<Found> queries) {
        int count = queries.size();
        if (count == 0) {
            return new Recall(0, 0, 0);
        }
        double mean = queries.stream().mapToDouble(Found::share).sum() / count;
        int neighbours = queries.stream().mapToInt(Found::of).sum();
        double squares = queries.stream()
                .mapToDouble(found -> (found.share() - mean) * (found.share() - mean))
                .sum();
        double variance = squares / Math.max(1, count - 1);
        double trials = variance == 0 ? neighbours : mean * (1 - mean) * count / variance;
        return new Recall(count, mean, Math.clamp(trials, count, Math.max(count, neighbours)));
    }

    /** The least that the recall of all queries is, at a confidence of 95 %. */
    double lower() {
        return trials == 0 ? 0 : centre() - margin();
    }

    /** The most that it is. */
    double upper() {
        return trials == 0 ? 1 : centre() + margin();
    }

    private double centre() {
        return (mean + Z * Z / (2 * trials)) / (1 + Z * Z / trials);
    }

    private double margin() {
        return Z / (1 + Z * Z / trials) * Math.sqrt(mean * (1 - mean) / trials + Z * Z / (4 * trials * trials));
    }
}
