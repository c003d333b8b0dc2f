package io.vicinal.inference.neighbours;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What neighbours vote with where late interaction counts beside the cosine: {@code (1 − weight) · cosine + weight · late
 * interaction}. For one without token vectors the late interaction is taken that goes with its cosine.
 *
 * @param weight above 0, at most 1
 * @param intercept of the line that goes through cosines and late interactions by least squares
 * @param slope of that line, at least 0
 */
public record Rescoring(double weight, double intercept, double slope) {

    /** Whether these are numbers that it can have: what was read may be anything. */
    public boolean hasAllParts() {
        return weight > 0 && weight <= 1 && Double.isFinite(intercept) && slope >= 0 && Double.isFinite(slope);
    }

    /** @param lateInteraction null for one without token vectors */
    public double score(double cosine, @Nullable Double lateInteraction) {
        double late = lateInteraction == null ? intercept + slope * cosine : lateInteraction;
        return (1 - weight) * cosine + weight * late;
    }

    public double score(Neighbour neighbour) {
        return score(neighbour.similarity(), neighbour.lateInteraction());
    }

    /** The best first. */
    public List<Neighbour> ordered(List<Neighbour> neighbours) {
        return neighbours.stream()
                .sorted(Comparator.comparingDouble((Neighbour neighbour) -> -score(neighbour)))
                .toList();
    }
}
