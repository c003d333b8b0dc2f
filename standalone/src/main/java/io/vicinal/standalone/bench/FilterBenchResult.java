package io.vicinal.standalone.bench;

import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.contracts.search.GroupBy;
import io.vicinal.evaluation.report.Machine;
import io.vicinal.standalone.bench.FilteredCorpus.Correlation;
import java.time.Instant;
import java.util.List;

/**
 * @param buildSeconds of indexing
 * @param unfiltered one for each grouping
 */
record FilterBenchResult(
        Instant at,
        Machine machine,
        int passages,
        int documents,
        int dimensions,
        VectorFormat format,
        int queries,
        int segments,
        double buildSeconds,
        List<Unfiltered> unfiltered,
        List<Cell> cells) {

    /** Recall@10 and queries a second of one thread without a filter. */
    record Unfiltered(GroupBy groupBy, double recall, double queriesPerSecond) {}

    /**
     * @param relativeSpeed queries a second ÷ those without a filter, in turns with them
     */
    record Cell(
            GroupBy groupBy,
            Correlation correlation,
            double selectivity,
            double recall,
            double queriesPerSecond,
            double relativeSpeed) {}
}
