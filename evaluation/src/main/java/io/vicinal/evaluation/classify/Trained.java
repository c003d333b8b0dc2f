package io.vicinal.evaluation.classify;

import io.vicinal.evaluation.console.UserError;
import io.vicinal.evaluation.platform.PlatformProblem;
import io.vicinal.evaluation.platform.VicinalClient;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A classifier that was waited for.
 *
 * @param waitedSeconds until it was there
 * @param description what was chosen and what the platform expects of it, without its figures of each label
 */
record Trained(double waitedSeconds, JsonNode description) {
    /** Ten times what a hundred thousand examples should take. */
    private static final Duration LIMIT = Duration.ofHours(1);

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final List<String> LONG =
            List.of("labels", "confusions", "conflicts", "calibration", "risk_coverage");

    /** The platform answers when the classifier is there, or after its own limit, and then goes on training. */
    static Trained await(VicinalClient client, String collection, String field) throws InterruptedException {
        long began = System.nanoTime();
        while (true) {
            try {
                JsonNode description = client.trainClassifier(collection, field);
                if (description instanceof ObjectNode object) {
                    object.remove(LONG);
                }
                return new Trained((System.nanoTime() - began) / 1e9, description);
            } catch (PlatformProblem e) {
                if (!e.passing()) {
                    throw e;
                }
                Duration waited = Duration.ofNanos(System.nanoTime() - began);
                if (waited.compareTo(LIMIT) > 0) {
                    throw new UserError(
                            "The classifier was not there after " + waited.toMinutes() + " minutes. " + e.getMessage());
                }
                Thread.sleep(e.retryAfter().orElse(PAUSE));
            }
        }
    }

    /** That choosing and training took, as the platform says; null where it does not. */
    @Nullable
    Double trainingSeconds() {
        JsonNode seconds = description.path("seconds");
        return seconds.isNumber() ? seconds.doubleValue() : null;
    }
}
