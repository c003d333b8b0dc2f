package io.vicinal.retrieval.assignment;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.admin.QuorumInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time by the brokers' clock, which decides when a tombstone goes: taken from the leader of their metadata quorum, and
 * counted on from there by this machine's steady counter. So it makes no difference to a shard if this node's clock is
 * wrong, or jumps. Brokers that do not tell leave it at this node's own time at the start, counted on in the same way.
 */
final class LogClock extends Clock {
    private static final Logger log = LoggerFactory.getLogger(LogClock.class);
    private static final Duration AT_MOST = Duration.ofSeconds(15);
    private static final Duration WORTH_A_LINE = Duration.ofMinutes(1);

    private record Anchor(Instant time, long nanos) {}

    private volatile Anchor anchor;
    private volatile boolean told;

    LogClock() {
        this(Instant.now());
    }

    LogClock(Instant start) {
        anchor = new Anchor(start, System.nanoTime());
    }

    @Override
    public Instant instant() {
        Anchor from = anchor;
        return from.time().plusNanos(System.nanoTime() - from.nanos());
    }

    /** Asks the brokers; where they do not tell, it goes on as it is. Blocks. */
    void ask(AdminClient brokers) throws InterruptedException {
        OptionalLong time;
        try {
            QuorumInfo quorum =
                    brokers.describeMetadataQuorum().quorumInfo().get(AT_MOST.toMillis(), TimeUnit.MILLISECONDS);
            time = quorum.voters().stream()
                    .filter(voter -> voter.replicaId() == quorum.leaderId())
                    .mapToLong(voter -> voter.lastCaughtUpTimestamp().orElse(-1))
                    .filter(stamp -> stamp > 0)
                    .findFirst();
        } catch (ExecutionException | TimeoutException e) {
            log.atDebug().setCause(e).log("the brokers do not tell the time");
            return;
        }
        time.ifPresent(stamp -> set(Instant.ofEpochMilli(stamp)));
    }

    private void set(Instant time) {
        Duration off = Duration.between(instant(), time);
        anchor = new Anchor(time, System.nanoTime());
        if (!told || off.abs().compareTo(WORTH_A_LINE) > 0) {
            log.atInfo().addKeyValue("ahead", off).log("the time of the log is that of its brokers");
        }
        told = true;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this; // instants have none
    }
}
