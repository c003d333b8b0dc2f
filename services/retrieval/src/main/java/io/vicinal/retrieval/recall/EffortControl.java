package io.vicinal.retrieval.recall;

import io.vicinal.retrieval.candidates.SearchEffort;

/**
 * Search effort that follows recall to a target: raised at once and by much where too little is found, since users miss
 * results; lowered slowly and only where far more is found than asked for, since that merely costs time. Between the two
 * lies a wide band, so that it comes to rest.
 *
 * @param target recall@10
 */
record EffortControl(double target) {
    /** Queries that show at least whether recall is far off. */
    private static final int FEW = 8;
    /** Queries whose mean is taken as it is. */
    static final int ENOUGH = 32;
    /** Of what may be missed, so much is left as a margin for chance. */
    private static final double MARGIN = 0.2;

    private static final double LEAST_RAISE = 1.25;
    private static final double MOST_RAISE = 3;
    private static final double LOWER = 0.85;

    /** @param recall measured at the effort {@code now} */
    SearchEffort next(SearchEffort now, Recall recall) {
        double missable = 1 - target;
        if (recall.queries() < FEW) {
            return now;
        }
        boolean surelyBelow = recall.upper() < target;
        boolean below = recall.queries() >= ENOUGH && recall.mean() < target + MARGIN * missable;
        if (surelyBelow || below) {
            // what is missed falls about as fast as effort grows, or slower
            return now.times(Math.clamp((1 - recall.mean()) / missable, LEAST_RAISE, MOST_RAISE));
        }
        boolean farAbove = recall.queries() >= 2 * ENOUGH && recall.lower() > 1 - missable / 2;
        return farAbove ? now.times(LOWER) : now;
    }
}
