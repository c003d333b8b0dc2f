package io.vicinal.retrieval.shard;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.document.MatchingDeletion;
import io.vicinal.contracts.embedding.EmbeddedDocument;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.search.ShardId;
import io.vicinal.contracts.search.ShardState;
import io.vicinal.contracts.search.ShardState.Status;
import io.vicinal.retrieval.filter.FilterQuery;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Query;
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
    private final PartitionLog partition;
    private final ShardSettings settings;
    private final Clock clock;
    private final Directory directory;
    private final ShardWriter writer;
    private final ShardSearchers searchers;
    private final SourceWaiters waiters = new SourceWaiters();
    private final TrustedTime time;
    private final Upkeep upkeep;
    private final Object refreshing = new Object();
    private final Object committing = new Object();

    private volatile Collection collection;
    private volatile Position applied;
    private volatile Position visible;
    private Position committed;
    private Instant committedAt;
    private volatile long logEnd;
    /** The newest timestamp of a record that was applied. */
    private volatile Instant logTime = Instant.MIN;

    private volatile boolean closed;

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
        this.time = new TrustedTime(clock, System::nanoTime);
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

    /** Takes over what may change in a version: that fields are added. */
    public void update(Collection newer) {
        collection = newer;
    }

    /** By the clock that documents expire by. */
    public Instant now() {
        return clock.instant();
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
     * Replaces the document of that id. One thread calls this, {@link #delete}, {@link #deleteMatching} and {@link #advance}.
     *
     * @param source the documents partition that it came from
     * @throws io.vicinal.contracts.error.ProblemException for a document that cannot be indexed; the index is as before
     */
    public void put(EmbeddedDocument document, int source) throws IOException {
        writer.put(document, collection, source);
    }

    /** As {@link #put(EmbeddedDocument, int)}, from the documents partition of its own number. */
    public void put(EmbeddedDocument document) throws IOException {
        put(document, id.partition());
    }

    public void delete(String documentId) throws IOException {
        writer.delete(documentId);
    }

    /**
     * Deletes what matches of what was put from that documents partition.
     *
     * @throws io.vicinal.contracts.error.ProblemException for a filter that does not fit the collection, or lets everything
     *     through
     */
    public void deleteMatching(MatchingDeletion deletion, int source) throws IOException {
        Query matching = FilterQuery.of(deletion.filter(), collection.fields());
        if (matching == null && !deletion.everything()) {
            throw ProblemType.MISSING_VALUE.exception("filter", "a deletion of every document says \"all\": true");
        }
        BooleanQuery.Builder these = new BooleanQuery.Builder().add(DocumentSource.from(source), Occur.FILTER);
        if (matching != null) {
            these.add(matching, Occur.FILTER);
        }
        Query query = these.build();
        searchers.count(query); // one that cannot be run would close the writer for good, later and for nobody to see
        writer.delete(query);
    }

    /**
     * The record at {@code offset} has been dealt with.
     *
     * @param documentsPartition that it came from
     * @param source the offset there, or -1 where it names none
     */
    public void advance(long offset, int documentsPartition, long source) {
        applied = applied.after(offset, documentsPartition, source);
        if (waiters.before(applied)) {
            upkeep.refreshSoon();
        }
    }

    /** As {@link #advance(long, int, long)}, from the documents partition of its own number. */
    public void advance(long offset, long source) {
        advance(offset, id.partition(), source);
    }

    /** The log holds a record of that time. */
    public void logHas(Instant timestamp) {
        if (timestamp.isAfter(logTime)) {
            logTime = timestamp;
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
    public CompletableFuture<Void> await(int documentsPartition, long documentsOffset) {
        CompletableFuture<Void> shown = waiters.add(documentsPartition, documentsOffset);
        if (closed) {
            waiters.fail(unavailable());
        }
        waiters.reached(visible);
        if (waiters.before(applied)) {
            upkeep.refreshSoon();
        }
        return shown;
    }

    /** As {@link #await(int, long)}, of the documents partition of its own number. */
    public CompletableFuture<Void> await(long documentsOffset) {
        return await(id.partition(), documentsOffset);
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
                shown.documentsOffset(id.partition()),
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

    boolean hasNews() {
        return applied.offset() != visible.offset();
    }

    /** Shows what has been applied. */
    public void refresh() throws IOException {
        synchronized (refreshing) {
            Position before = applied;
            if (before.offset() != visible.offset()) {
                searchers.refresh();
                visible = before;
            }
        }
        waiters.reached(visible);
    }

    /** Commits where there is something to, or where the last commit's time grows old. */
    public void commit() throws IOException {
        Duration heartbeat = partition.tombstonesKept().dividedBy(4);
        if (heartbeat.compareTo(ShardSettings.HEARTBEAT) > 0) {
            heartbeat = ShardSettings.HEARTBEAT;
        }
        synchronized (committing) {
            boolean old = committedAt.plus(heartbeat).isBefore(clock.instant());
            if (old || applied.offset() != committed.offset()) {
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

    /**
     * Removes what expired long ago, by a clock that did not jump and by the log itself: a document that is hidden while the
     * clock is wrong is there again when it is right.
     */
    void removeExpired() throws IOException {
        Instant now = time.now();
        removeExpired((now.isBefore(logTime) ? now : logTime));
    }

    void removeExpired(Instant now) throws IOException {
        if (now.isBefore(Instant.EPOCH)) {
            return; // no record has been seen yet
        }
        long until = now.minus(ShardSettings.EXPIRED_KEPT).toEpochMilli();
        if (searchers.anyExpired(until)) {
            writer.delete(DocumentExpiry.expired(until));
        }
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
