package io.vicinal.evaluation.eval;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.vicinal.evaluation.metrics.Latency;
import io.vicinal.evaluation.metrics.Quality;
import io.vicinal.evaluation.report.Machine;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code result.json} holds.
 *
 * @param schema what was asked for of the collection; all else has the platform's defaults
 * @param ingestSeconds from the first byte sent until all are searchable; null where the collection was there already
 * @param modes in the order in which they ran
 */
@JsonInclude(Include.NON_NULL)
record EvalResult(
        String dataset,
        String split,
        Instant at,
        Machine machine,
        String url,
        String collection,
        Map<String, Object> schema,
        long documents,
        int topK,
        @Nullable Double ingestSeconds,
        Map<String, Mode> modes) {

    /**
     * @param queriesPerSecond of one client
     * @param throughput of many clients, where asked for
     */
    @JsonInclude(Include.NON_NULL)
    record Mode(
            Quality quality,
            Latency latency,
            Steps stepsMeanMs,
            double queriesPerSecond,
            int partial,
            @Nullable Throughput throughput) {}
}
