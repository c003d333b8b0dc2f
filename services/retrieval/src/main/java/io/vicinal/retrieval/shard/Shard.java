package io.vicinal.retrieval.shard;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.embedding.EmbeddedDocument;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.search.ShardId;
import io.vicinal.contracts.search.ShardState;
import io.vicinal.contracts.search.ShardState.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.IOUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Lucene index that is a view of one partition of a passages topic. One thread applies records; any thread searches,
 * awaits and asks for the state; refreshes and commits run on the timer that it was opened with.
 *
 * <p>A commit holds the offset to go on from. Offsets are taken before Lucene commits, so the index may hold a few
 * records more than its offset says; applying them again changes nothing.
 */
public final class Shard implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Shard.class);

    private final ShardId id;
    private final Collection collection;
    private final PartitionLog partition;
    private final ShardSettings settings;
    private final Clock clock;
    private final Directory directory;
    private final ShardWriter writer;
    private final ShardSearchers searchers;
    private final Waiters waiters = new Waiters();
    private final Upkeep upkeep;
    private final Object refreshing = new Object();
    private final Object committing = new Object();

    private volatile Position applied;
    private volatile Position visible;
    private Position committed;
    private Instant committedAt;
    private volatile long logEnd;
    private volatile boolean closed;
    private long restingAt = -1;

    /**
     * Opens the shard below the data folder, from its last commit where that is sound and of this log, else from nothing.
     *
     * @param timer for refreshes and commits; must outlive the shard
     * @throws IOException when the folder cannot be used at the moment (locked, unreadable, no space); nothing is lost
     */
    public static Shard open(
            Path data,
            Collection collection,
            int number,
            PartitionLog partition,
            ShardSettings settings,
            ScheduledExecutorService timer,
            Clock clock)
            throws IOException {
        ShardId id = new ShardId(collection.name(), collection.version(), number);
        ShardFolder.Opened opened = ShardFolder.open(
                ShardFolder.of(data, id), id, partition, CommitData.format(collection), clock.instant());
        try {
            return new Shard(id, collection, partition, settings, timer, clock, opened);
        } catch (IOException | RuntimeException e) {
            opened.directory().close();
            throw e;
        }
    }

    private Shard(
            ShardId id,
            Collection collection,
            PartitionLog partition,
            ShardSettings settings,
            ScheduledExecutorService timer,
            Clock clock,
            ShardFolder.Opened opened)
            throws IOException {
        this.id = id;
        this.collection = collection;
        this.partition = partition;
        this.settings = settings;
        this.clock = clock;
        this.directory = opened.directory();
        this.applied = opened.position();
        this.visible = opened.position();
        this.committed = opened.position();
        this.committedAt = clock.instant();
        this.logEnd = partition.end();
        this.writer = new ShardWriter(directory, collection);
        try {
            this.searchers = new ShardSearchers(writer.lucene);
        } catch (IOException | RuntimeException e) {
            writer.close();
            throw e;
        }
        this.upkeep = new Upkeep(this, settings, timer);
        log.atInfo()
                .addKeyValue("shard", id)
                .addKeyValue("offset", applied.offset())
                .addKeyValue("end", partition.end())
                .log("shard opened");
    }

    public ShardId id() {
        return id;
    }

    public Collection collection() {
        return collection;
    }

    /** The next offsets to apply. */
    public Position applied() {
        return applied;
    }

    /** Whether this is still a view of that log, which may have been created anew or cut meanwhile. */
    public boolean isViewOf(PartitionLog log) {
        return partition.topicId().equals(log.topicId())
                && applied.offset() >= log.begin()
                && applied.offset() <= log.end();
    }

    /** False once Lucene has closed the writer after an error that it cannot go on from. */
    public boolean isWritable() {
        return !closed && writer.lucene.isOpen();
    }

    /**
     * Replaces the document of that id. One thread calls this, {@link #delete} and {@link #advance}.
     *
     * @throws io.vicinal.contracts.error.ProblemException for a document that cannot be indexed; the index is as before
     */
    public void put(EmbeddedDocument document) throws IOException {
        writer.put(document);
    }

    public void delete(String documentId) throws IOException {
        writer.delete(documentId);
    }

    /**
     * The record at {@code offset} has been dealt with.
     *
     * @param source the offset in the documents partition that it came of, or -1 where it names none
     */
    public void advance(long offset, long source) {
        applied = applied.after(offset, source);
        if (waiters.before(applied.documentsOffset())) {
            upkeep.refreshSoon();
        }
    }

    /** The log has nothing before {@code next} that has not been applied. */
    public void skipTo(long next) {
        Position before = applied;
        applied = before.atLeast(next);
        if (visible.offset() == before.offset()) {
            visible = applied; // markers of transactions: nothing that a searcher could show
        }
        if (!isServing() && applied.offset() >= partition.end()) {
            upkeep.refreshSoon();
        }
    }

    /** The log has grown to this next offset. */
    public void logEndsAt(long end) {
        logEnd = end;
    }

    /** Whether its searcher shows all that the log held when the shard was opened. */
    public boolean isServing() {
        return !closed && visible.offset() >= partition.end();
    }

    /** Records on the log that the searcher does not show. */
    public long behind() {
        return Math.max(0, logEnd - visible.offset());
    }

    /** The newest searcher; its number finds it again for a while. */
    public Snapshot snapshot() throws IOException {
        return searchers.newest();
    }

    /** A searcher that answered earlier, or null when it has gone. */
    public @Nullable Snapshot snapshot(long number) {
        return searchers.earlier(number);
    }

    /**
     * Completes once the searcher shows everything up to an offset of the documents partition; refreshes at once when
     * that is applied. Errors with {@code shard-unavailable} when the shard is closed.
     */
    public CompletableFuture<Void> await(long documentsOffset) {
        CompletableFuture<Void> shown = waiters.add(documentsOffset);
        if (closed) {
            waiters.fail(unavailable());
        }
        waiters.reached(visible.documentsOffset());
        if (waiters.before(applied.documentsOffset())) {
            upkeep.refreshSoon();
        }
        return shown;
    }

    public ShardState state() throws IOException {
        Position shown = visible;
        return new ShardState(
                id,
                isServing() ? Status.SERVING : Status.CATCHING_UP,
                searchers.documents(),
                searchers.passages(),
                bytes(),
                applied.offset(),
                shown.documentsOffset(),
                behind());
    }

    /** That can be found now. */
    public long documents() throws IOException {
        return searchers.documents();
    }

    /** How much memory indexing may fill before it writes a segment. */
    public void bufferMb(double megabytes) {
        writer.lucene.getConfig().setRAMBufferSizeMB(megabytes);
    }

    private long bytes() throws IOException {
        long bytes = 0;
        for (String file : directory.listAll()) {
            try {
                bytes += directory.fileLength(file);
            } catch (java.nio.file.NoSuchFileException e) {
                log.atTrace().addKeyValue("file", file).log("merged away while counting");
            }
        }
        return bytes;
    }

    boolean hasNews() throws IOException {
        return applied.offset() != visible.offset() || !searchers.isNewest();
    }

    /** Shows what has been applied. */
    public void refresh() throws IOException {
        synchronized (refreshing) {
            Position before = applied;
            if (hasNews()) {
                searchers.refresh();
                visible = before;
            }
        }
        waiters.reached(visible.documentsOffset());
    }

    /** Commits where there is something to, or where the last commit's time grows old. */
    public void commit() throws IOException {
        Duration heartbeat = partition.tombstonesKept().dividedBy(4);
        if (heartbeat.compareTo(ShardSettings.HEARTBEAT) > 0) {
            heartbeat = ShardSettings.HEARTBEAT;
        }
        synchronized (committing) {
            boolean old = committedAt.plus(heartbeat).isBefore(clock.instant());
            if (old || applied.offset() != committed.offset() || writer.lucene.hasUncommittedChanges()) {
                commitNow();
            }
        }
    }

    private void commitNow() throws IOException {
        Position at = applied;
        Instant now = clock.instant();
        writer.commit(new CommitData(partition.topicId(), at, now, CommitData.format(collection)));
        committed = at;
        committedAt = now;
    }

    /** Merges what is scattered over segments, where nothing was applied since it was last asked to. */
    public void gather() throws IOException {
        long now = applied.offset();
        if (now == restingAt && isServing() && isWritable()) {
            long bytes = bytes();
            searchers.show(reader -> writer.gather(reader, bytes));
        }
        restingAt = now;
    }

    void prune() throws IOException {
        searchers.prune(settings.snapshots());
    }

    /** Commits and closes; searches that run end undisturbed. */
    @Override
    public void close() throws IOException {
        shut(true);
    }

    /** Closes without committing: the index is to be removed, or cannot be written any more. */
    public void abandon() throws IOException {
        shut(false);
    }

    private void shut(boolean commit) throws IOException {
        synchronized (committing) {
            if (closed) {
                return;
            }
            closed = true;
            upkeep.stop();
            try {
                if (commit && writer.lucene.isOpen()) {
                    commitNow();
                }
            } catch (AlreadyClosedException e) {
                log.atWarn().setCause(e).addKeyValue("shard", id).log("shard closed on its last commit");
            } finally {
                IOUtils.close(writer::close, searchers::close, directory);
                waiters.fail(unavailable());
                log.atInfo()
                        .addKeyValue("shard", id)
                        .addKeyValue("offset", committed.offset())
                        .log("shard closed");
            }
        }
    }

    private RuntimeException unavailable() {
        return ProblemType.SHARD_UNAVAILABLE.exception(null, "the shard " + id + " has left this node; ask again");
    }
}
