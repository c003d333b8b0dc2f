package io.vicinal.inference.classifier;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param label the most likely, or null where it abstained
 * @param labels {@code label}, and the others where a document may have several
 * @param distribution of all labels, the most likely first; adds up to 1 where a document has one label
 * @param reason null where it did not abstain
 * @param novelty how strange the text is to the examples, from 0 to 1
 * @param evidence the neighbours that voted, the best first
 */
public record Prediction(
        @Nullable String label,
        List<String> labels,
        List<LabelProbability> distribution,
        boolean abstained,
        @Nullable Reason reason,
        double novelty,
        boolean isNovel,
        List<Evidence> evidence) {

    public record LabelProbability(String label, double probability) {}

    /**
     * @param similarity cosine
     * @param lateInteraction null where it was not asked for, or one of both has no token vectors
     * @param weight its share of all votes; what is missing to 1 are the base's
     */
    public record Evidence(
            String documentId,
            List<String> labels,
            double similarity,
            @Nullable Double lateInteraction,
            double weight) {}

    /** Why there is no label. */
    public enum Reason {
        /** There is neither an example that may vote nor a description. */
        NO_EXAMPLES,
        /** The text is strange to the examples. */
        NOVEL,
        /** No threshold keeps the risk that was asked for: too few examples were held out, or too many were wrong. */
        RISK_NOT_PROMISED,
        /** The most likely label is not likely enough for the risk that was asked for. */
        UNSURE,
        /** Of several labels that a document may have, none reaches its threshold. */
        NO_LABEL_LIKELY
    }
}
