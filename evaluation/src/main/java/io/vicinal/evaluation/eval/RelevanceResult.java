package io.vicinal.evaluation.eval;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.vicinal.evaluation.metrics.Calibration;
import io.vicinal.evaluation.report.Machine;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code result.json} of {@code vicinal eval relevance} holds.
 *
 * @param queries that have a relevant document
 * @param cosine area under precision–recall by the raw cosine, to compare with
 * @param thresholds what each leaves of the pairs
 * @param kept of the queries with a relevant hit among the best ten, the share that keeps one at the collection's threshold
 * @param strangersEmpty of the queries that have nothing to do with the collection, the share that comes back empty; null without
 */
@JsonInclude(Include.NON_NULL)
record RelevanceResult(
        String dataset,
        String split,
        Instant at,
        Machine machine,
        String collection,
        int queries,
        double cosine,
        Calibration relevance,
        List<Threshold> thresholds,
        double kept,
        @Nullable Double strangersEmpty) {

    /**
     * @param precision the share of the pairs at least as probable that is relevant
     * @param recall the share of the relevant that is at least as probable
     */
    record Threshold(double probability, double precision, double recall) {}
}
