package io.vicinal.evaluation.classify;

import io.vicinal.contracts.inference.ClassifyResult;
import io.vicinal.contracts.inference.ClassifyResult.Classified;
import io.vicinal.evaluation.console.UserError;
import io.vicinal.evaluation.platform.ClassifyQuery;
import io.vicinal.evaluation.platform.VicinalClient;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Texts as the platform labels them, in requests one after the other.
 *
 * @param answers one a text, in order
 * @param seconds of all requests together
 * @param warnings of the platform's, each once
 */
record Classification(List<Classified> answers, double seconds, Set<String> warnings) {
    /** Texts of one request, as many as the API takes. */
    static final int BATCH = 1000;
    /** Characters of one request, which stays below the API's limit whatever they are. */
    private static final int BATCH_CHARACTERS = 2 << 20;

    static Classification of(VicinalClient client, String collection, ClassifyQuery query, List<String> texts)
            throws InterruptedException {
        List<Classified> answers = new ArrayList<>(texts.size());
        Set<String> warnings = new LinkedHashSet<>();
        long nanos = 0;
        while (answers.size() < texts.size()) {
            List<String> batch = batch(texts, answers.size());
            byte[] body = query.body(batch);
            long began = System.nanoTime();
            ClassifyResult result = client.classify(collection, body);
            nanos += System.nanoTime() - began;
            if (result.results() == null || result.results().size() != batch.size()) {
                throw new UserError(
                        "The platform did not answer for each of the " + batch.size() + " texts of a request.");
            }
            answers.addAll(result.results());
            if (result.warnings() != null) {
                warnings.addAll(result.warnings());
            }
        }
        return new Classification(answers, nanos / 1e9, warnings);
    }

    private static List<String> batch(List<String> texts, int from) {
        int to = from;
        long characters = 0;
        while (to < texts.size() && to - from < BATCH) {
            characters += texts.get(to).length();
            if (characters > BATCH_CHARACTERS && to > from) {
                break;
            }
            to++;
        }
        return texts.subList(from, to);
    }

    double textsPerSecond() {
        return seconds == 0 ? 0 : answers.size() / seconds;
    }
}
