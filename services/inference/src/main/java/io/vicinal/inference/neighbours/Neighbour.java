package io.vicinal.inference.neighbours;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An example near to what is asked.
 *
 * @param labels at least one
 * @param similarity cosine
 * @param lateInteraction of the tokens of what is asked with the example; null where it was not asked for, or one of them has no
 *     token vectors
 */
public record Neighbour(
        String documentId,
        List<String> labels,
        double similarity,
        @Nullable Double lateInteraction) {

    public Neighbour(String documentId, List<String> labels, double similarity) {
        this(documentId, labels, similarity, null);
    }
}
