package io.vicinal.evaluation.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.vicinal.evaluation.metrics.Latency;
import io.vicinal.evaluation.platform.Timers;
import io.vicinal.evaluation.report.Machine;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code bench embed} found.
 *
 * @param texts how many, title and text of a document each
 * @param tokens of all texts, special tokens counted
 * @param raw the raw encoder in its best shape, over the same texts
 * @param padding of the platform's runs, as a share of their tokens; null where the platform does not say
 * @param stages the platform's own timers while it encoded the bulk request
 */
@JsonInclude(Include.NON_NULL)
record EmbedResult(
        String corpus,
        Instant at,
        Machine machine,
        int texts,
        long tokens,
        BestShape shapes,
        Speed raw,
        List<Served> served,
        Interference interference,
        Company company,
        @Nullable Double padding,
        List<Timers.Stage> stages) {

    /** @param seconds for all texts */
    record Speed(double seconds, double tokensPerSecond) {}

    /**
     * The service over HTTP.
     *
     * @param textsARequest of each request
     * @param shareOfRaw tokens a second over those of the raw encoder just before and after
     * @param latency of a request
     */
    record Served(
            String name,
            int clients,
            int textsARequest,
            double seconds,
            double tokensPerSecond,
            double shareOfRaw,
            Latency latency) {}
}
