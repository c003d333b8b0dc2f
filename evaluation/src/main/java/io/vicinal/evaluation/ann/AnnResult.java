package io.vicinal.evaluation.ann;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.vicinal.evaluation.report.Machine;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code bench ann} found.
 *
 * @param simdBits of the instructions that vectors are compared with
 * @param usualEffort of int8, the default format
 * @param recall of int8 at its usual effort on the held-out vectors
 * @param ratio of the queries/s of int8 to the peer's at {@link #RECALL}, on the held-out vectors; null without a peer
 */
@JsonInclude(Include.NON_NULL)
record AnnResult(
        String corpus,
        Instant at,
        Machine machine,
        int vectors,
        int dimensions,
        int simdBits,
        int usualEffort,
        double recall,
        @Nullable Double ratio,
        List<Asked> asked) {
    /** At which speeds are compared. */
    static final double RECALL = 0.98;

    /** All curves of one set of questions. */
    record Asked(String questions, int count, List<Curve> curves) {}
}
