package io.vicinal.inference.examples;

import java.util.Arrays;

/**
 * How much more likely, in nats over all documents, a choice must be for each step away from the default. One nat, as with a
 * dozen documents every choice is chance; and more where labels have few examples, because leaving one of two out makes
 * neighbours look worse than they will be, and that in the same way for every document.
 */
public final class Caution {
    /** In nats a document, where a label has one example. */
    private static final double FEW = 0.5;

    /**
     * @param documents that are left out in turn
     * @param texts {@code int[labels]}: how many examples a label has
     */
    public static double nats(int documents, int[] texts) {
        double each = Arrays.stream(texts).filter(count -> count > 0).average().orElse(1);
        return 1 + FEW * documents / (each * each);
    }

    private Caution() {}
}
