package io.vicinal.relevance.learn;

import io.vicinal.contracts.relevance.RelevanceModels;
import java.util.List;

/** When it is worth training: enough queries that tell something apart, and enough of them new. */
final class Enough {
    private static final int NEW = 20;
    private static final int NEW_ONE_IN = 10;

    /**
     * @param attempted feedback that was trained on before, by its offset; -1 where none was
     */
    static boolean isNew(List<Example> examples, RelevanceModels models, long attempted) {
        List<Example> telling =
                examples.stream().filter(example -> example.labels().hasBoth()).toList();
        if (telling.size() < Trainer.LEAST_QUERIES) {
            return false;
        }
        Long held = models.heldUntil();
        if (held != null && since(examples, held) < NEW) {
            return false;
        }
        long known = Math.max(
                attempted,
                models.models().isEmpty() ? -1 : models.models().getLast().feedback());
        return since(examples, known) >= Math.min(NEW, (telling.size() + NEW_ONE_IN - 1) / NEW_ONE_IN);
    }

    private static long since(List<Example> examples, long feedback) {
        return examples.stream()
                .filter(example -> example.feedback() > feedback)
                .count();
    }

    private Enough() {}
}
