package io.vicinal.evaluation.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.vicinal.evaluation.platform.Timers;
import io.vicinal.evaluation.report.Machine;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code bench ingest} found.
 *
 * @param tokens of all texts, as the model reads them
 * @param raw the encoder alone, half of the texts before the platform's run and half after it
 * @param ratio the platform's tokens a second over the raw encoder's
 * @param javaOptions what the platform's JVM was started with; null for one that ran already
 * @param memory null for one that ran already
 * @param stages the platform's own timers, summed over threads, longest first; empty where it shows none
 */
@JsonInclude(Include.NON_NULL)
record IngestResult(
        String corpus,
        Instant at,
        Machine machine,
        int documents,
        long tokens,
        Speed platform,
        Speed raw,
        double ratio,
        int rawSessions,
        @Nullable String javaOptions,
        @Nullable Double startSeconds,
        @Nullable Memory memory,
        @Nullable Double platformCores,
        double clientCores,
        List<Timers.Stage> stages) {

    record Speed(double seconds, double tokensPerSecond) {}

    /** Of the whole process, heap and native memory together, after the run. */
    record Memory(long residentBytes, long peakResidentBytes) {}
}
