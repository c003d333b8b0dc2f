package io.vicinal.ingestion.submit;

import io.vicinal.contracts.document.SubmitResult;
import io.vicinal.contracts.document.SubmitResult.Rejected;
import io.vicinal.contracts.error.Problem;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.ingestion.written.WrittenOffsets;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** What has become of a body's documents so far, in whatever order it becomes known. Thread-safe. */
final class Outcomes {
    private static final int ID_SHOWN = 512;

    private final NavigableMap<Long, Rejected> rejected = new TreeMap<>();
    private final WrittenOffsets offsets;
    private long accepted;
    private long rejectedCount;
    private @Nullable Problem brokerAway;

    Outcomes(WrittenOffsets offsets) {
        this.offsets = offsets;
    }

    /** @param key the document's id in UTF-8 */
    synchronized void accepted(byte[] key, RecordMetadata written) {
        accepted++;
        offsets.add(key, written);
    }

    synchronized void rejected(long index, @Nullable String id, Problem problem) {
        rejectedCount++;
        String shown = id == null || id.length() <= ID_SHOWN ? id : id.substring(0, ID_SHOWN);
        rejected.put(index, new Rejected(index, shown, problem));
        if (rejected.size() > SubmitResult.REJECTED_SHOWN) {
            rejected.pollLastEntry();
        }
        if (ProblemType.BROKER_UNAVAILABLE.is(problem)) {
            brokerAway = problem;
        }
    }

    /** Not null once a record of this body could not be written: trying the rest would only take as long again, each. */
    synchronized @Nullable Problem brokerAway() {
        return brokerAway;
    }

    /** @throws ProblemException broker unavailable, where it is away and has nothing of this body */
    synchronized void failIfAllIsLost() {
        if (brokerAway != null && accepted == 0) {
            throw new ProblemException(brokerAway);
        }
    }

    synchronized SubmitResult result(@Nullable Problem aborted) {
        failIfAllIsLost();
        return new SubmitResult(
                accepted,
                List.copyOf(rejected.values()),
                rejectedCount,
                offsets.partitions(),
                offsets.shards(),
                aborted);
    }
}
