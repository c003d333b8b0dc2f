package io.vicinal.evaluation.classify;

import io.vicinal.contracts.inference.ClassifyResult;
import io.vicinal.contracts.inference.ClassifyResult.Classified;
import io.vicinal.evaluation.console.UserError;
import io.vicinal.evaluation.platform.ClassifyQuery;
import io.vicinal.evaluation.platform.PlatformProblem;
import io.vicinal.evaluation.platform.VicinalClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Texts as the platform labels them, in requests one after the other.
 *
 * @param answers one a text, in order
 * @param seconds of all requests together, those that were refused too
 * @param warnings of the platform's, each once
 */
record Classification(List<Classified> answers, double seconds, Set<String> warnings) {
    /** Texts of one request, as many as the API takes. */
    static final int BATCH = 1000;
    /** Characters of one request, which stays below the API's limit whatever they are. */
    private static final int BATCH_CHARACTERS = 2 << 20;
    /** Of one request, before it is given up. */
    private static final int REFUSALS = 10;

    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** A machine may be too slow to answer for a thousand texts in the time that the platform gives itself. */
    private static final int TOO_LATE = 504;

    static Classification of(VicinalClient client, String collection, ClassifyQuery query, List<String> texts)
            throws InterruptedException {
        List<Classified> answers = new ArrayList<>(texts.size());
        Set<String> warnings = new LinkedHashSet<>();
        int most = BATCH;
        int refusals = 0;
        long began = System.nanoTime();
        while (answers.size() < texts.size()) {
            List<String> batch = batch(texts, answers.size(), most);
            try {
                ClassifyResult result = client.classify(collection, query.body(batch));
                answers.addAll(complete(result, batch.size()));
                warnings.addAll(Objects.requireNonNullElse(result.warnings(), List.of()));
                refusals = 0;
            } catch (PlatformProblem e) {
                if (!e.passing() || ++refusals > REFUSALS) {
                    throw e;
                }
                if (e.status() == TOO_LATE) {
                    most = Math.max(1, batch.size() / 2);
                } else {
                    Thread.sleep(e.retryAfter().orElse(PAUSE));
                }
            }
        }
        return new Classification(answers, (System.nanoTime() - began) / 1e9, warnings);
    }

    private static List<Classified> complete(ClassifyResult result, int texts) {
        if (result.results() == null || result.results().size() != texts) {
            throw new UserError("The platform did not answer for each of the " + texts + " texts of a request.");
        }
        return result.results();
    }

    private static List<String> batch(List<String> texts, int from, int most) {
        int to = from;
        long characters = 0;
        while (to < texts.size() && to - from < most) {
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
