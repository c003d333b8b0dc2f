package io.vicinal.evaluation.ann;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Recall against queries a second, on one thread.
 *
 * @param index what was searched: a vector format, or the peer's name
 * @param buildSeconds until it was searchable whole
 * @param points from the least effort to the most
 */
record Curve(String index, double buildSeconds, List<Point> points) {

    /** @param effort neighbours that the graph search explores */
    record Point(int effort, double recall, double queriesPerSecond) {}

    /** Queries a second at a recall, between two points by the logarithm; empty where the curve does not come by there. */
    OptionalDouble queriesPerSecondAt(double recall) {
        for (int i = 1; i < points.size(); i++) {
            Point below = points.get(i - 1);
            Point above = points.get(i);
            if (below.recall() <= recall && recall <= above.recall()) {
                double share = above.recall() == below.recall()
                        ? 1
                        : (recall - below.recall()) / (above.recall() - below.recall());
                return OptionalDouble.of(Math.exp(
                        Math.log(below.queriesPerSecond()) * (1 - share) + Math.log(above.queriesPerSecond()) * share));
            }
        }
        return OptionalDouble.empty();
    }

    OptionalDouble recallAt(int effort) {
        return points.stream()
                .filter(point -> point.effort() == effort)
                .mapToDouble(Point::recall)
                .findFirst();
    }
}
