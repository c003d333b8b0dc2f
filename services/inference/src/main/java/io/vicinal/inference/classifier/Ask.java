package io.vicinal.inference.classifier;

import org.jspecify.annotations.Nullable;

/**
 * How one wants to be answered, where not as the collection chose for itself.
 *
 * @param neighbours how many vote, or null
 * @param temperature of their votes, in cosines, or null
 * @param risk the share of answers that may be wrong, above 0; null to be answered whatever the confidence
 */
public record Ask(
        @Nullable Integer neighbours,
        @Nullable Double temperature,
        @Nullable Double risk,
        Prior prior) {
    public static final Ask DEFAULT = new Ask(null, null, null, Prior.EXAMPLES);

    /** How frequent labels are taken to be. */
    public enum Prior {
        /** As among the examples. */
        EXAMPLES,
        /** All alike. */
        BALANCED,
        /** As in the batch that is asked, by what is predicted for it. */
        BATCH
    }

    public static Ask withRisk(double risk) {
        return new Ask(null, null, risk, Prior.EXAMPLES);
    }
}
