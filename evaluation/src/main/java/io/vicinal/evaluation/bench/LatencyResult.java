package io.vicinal.evaluation.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.vicinal.evaluation.eval.Steps;
import io.vicinal.evaluation.eval.Throughput;
import io.vicinal.evaluation.metrics.Latency;
import io.vicinal.evaluation.report.Machine;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What {@code bench search} found.
 *
 * @param search hybrid, one client
 * @param raw the encoder alone on the same queries, in turns with the searches
 * @param withoutLateInteraction the same searches without it, in turns with them
 * @param lateInteractionShare of the p50 of a search
 * @param ratioOfP50s search over raw
 * @param throughput of many clients, where asked for
 */
@JsonInclude(Include.NON_NULL)
record LatencyResult(
        String corpus,
        Instant at,
        Machine machine,
        long documents,
        int topK,
        Latency search,
        Latency raw,
        Latency withoutLateInteraction,
        double lateInteractionShare,
        double ratioOfP50s,
        Steps stepsMeanMs,
        @Nullable Throughput throughput) {}
