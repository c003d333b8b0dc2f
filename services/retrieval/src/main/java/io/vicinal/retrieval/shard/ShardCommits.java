package io.vicinal.retrieval.shard;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.lucene.index.IndexCommit;
import org.apache.lucene.store.AlreadyClosedException;

/**
 * The commits of one opening of a shard: each says which log the index is a view of, and up to where. Thread-safe.
 *
 * <p>Time and offset are taken before Lucene commits, so the index may hold a few records more than its offset says;
 * applying them again changes nothing.
 */
final class ShardCommits {
    private final ShardWriter writer;
    private final Path folder;
    private final PartitionLog partition;
    private final String format;
    private final LogSeen seen;
    private final Clock clock;
    private final Duration heartbeat;
    private Position committed;
    private Instant committedAt;

    ShardCommits(ShardWriter writer, Path folder, PartitionLog partition, CommitData from, Clock clock) {
        this.writer = writer;
        this.folder = folder;
        this.partition = partition;
        this.format = from.format();
        this.seen = new LogSeen(from.time(), partition.end());
        this.clock = clock;
        this.committed = from.position();
        this.committedAt = clock.instant();
        Duration quarter = partition.tombstonesKept().dividedBy(4);
        this.heartbeat = quarter.compareTo(ShardSettings.HEARTBEAT) < 0 ? quarter : ShardSettings.HEARTBEAT;
    }

    /** What a commit at this position would say. */
    CommitData at(Supplier<Position> applied) {
        Instant whole = seen.whole(); // first: whatever is applied after it, it stays true
        return new CommitData(partition.topicId(), applied.get(), whole, format);
    }

    void logEndsAt(long end, Instant asked, Position applied) {
        seen.endsAt(end, asked, applied.offset());
    }

    /** Where there is something to commit, or where the last commit's time grows old. */
    synchronized void commitIfDue(Supplier<Position> applied) throws IOException {
        boolean old = committedAt.plus(heartbeat).isBefore(clock.instant());
        if (old || applied.get().offset() != committed.offset() || writer.lucene.hasUncommittedChanges()) {
            commit(applied);
        }
    }

    synchronized void commit(Supplier<Position> applied) throws IOException {
        CommitData data = at(applied);
        Instant now = clock.instant();
        writer.commit(data);
        committed = data.position();
        committedAt = now;
    }

    synchronized Position committed() {
        return committed;
    }

    /** The last commit; empty where there has been none. */
    synchronized Optional<HeldCommit> hold() throws IOException {
        IndexCommit commit;
        try {
            commit = writer.held.snapshot();
        } catch (IllegalStateException e) {
            return Optional.empty();
        }
        Optional<CommitData> data = CommitData.of(commit.getUserData().entrySet());
        if (data.isEmpty()) {
            release(commit);
            return Optional.empty();
        }
        return Optional.of(
                new HeldCommit(data.get(), folder, List.copyOf(commit.getFileNames()), () -> release(commit)));
    }

    private void release(IndexCommit commit) throws IOException {
        writer.held.release(commit);
        try {
            writer.lucene.deleteUnusedFiles();
        } catch (AlreadyClosedException e) {
            return; // whoever opens the index next deletes them
        }
    }
}
