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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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
 */
public final class Shard implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Shard.class);

    private static final String CATCHES_UP_AGAIN = "It could not be written for a while, and catches up with its log.";

    private static final String CANNOT_BE_WRITTEN = "It could not be written, and is opened again in a moment.";

    private final ShardId id;
    private final ShardSettings settings;
    private final Clock clock;
    private final String topicId;
    private final ShardOrigin origin;
    private final Directory directory;
    private final ShardWriter writer;
    private final ShardCommits commits;
    private final ShardSearchers searchers;
    private final Progress progress;
    private final StandIn standIn;
    private final TrustedTime time;
    private final Upkeep upkeep;
    private final Object refreshing = new Object();
    private final Object closing = new Object();

    private volatile Collection collection;
    private volatile @Nullable String readOnly;
    /** The newest timestamp of a record that was applied. */
    private volatile Instant logTime = Instant.MIN;

    private volatile boolean closed;
    private long restingAt = -1;

    /** See {@link ShardHome#open}, which is its door. */
    Shard(
            ShardId id,
            Collection collection,
            PartitionLog partition,
            ShardHome home,
            ShardFolder.Opened opened,
            @Nullable Shard before)
            throws IOException {
        this.id = id;
        this.collection = collection;
        this.settings = home.settings();
        this.clock = home.clock();
        this.time = new TrustedTime(clock, System::nanoTime);
        this.topicId = partition.topicId();
        this.origin = opened.origin();
        this.directory = opened.directory();
        this.progress = new Progress(opened.commit().position(), partition.end());
        this.writer = new ShardWriter(directory, collection);
        this.commits = new ShardCommits(writer, opened.folder(), partition, opened.commit(), clock);
        try {
            this.searchers = new ShardSearchers(writer.lucene);
        } catch (IOException | RuntimeException e) {
            writer.close();
            throw e;
        }
        this.standIn = new StandIn(before == null ? null : before.answering());
        this.upkeep = new Upkeep(this, settings, home.timer());
        log.atInfo()
                .addKeyValue("shard", id)
                .addKeyValue("from", origin)
                .addKeyValue("offset", applied().offset())
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

    /** Kafka's id of the topic that it is a view of. */
    public String topicId() {
        return topicId;
    }

    /** What it began with when it was opened. */
    public ShardOrigin origin() {
        return origin;
    }

    /** The next offsets to apply. */
    public Position applied() {
        return progress.applied();
    }

    /** Whether this is still a view of that log, which may have been created anew or cut meanwhile, or this node away. */
    public boolean isViewOf(PartitionLog log) {
        CommitData now = commits.at(progress::applied);
        return now.obstacle(log, now.format(), clock.instant()).isEmpty();
    }

    /** False once Lucene has closed the writer after an error that it cannot go on from. */
    public boolean isWritable() {
        return !closed && writer.lucene.isOpen();
    }

    /** Why nothing is written at the moment, in a sentence, for its state to say; null once it is written again. */
    public void readOnly(@Nullable String reason) {
        readOnly = reason;
    }

    /**
     * Replaces the document of that id. One thread calls this, {@link #delete}, {@link #deleteMatching} and {@link #advance}.
     *
     * @param source the documents partition that it came from
     * @param offset its offset there, or -1 where that is not known
     * @throws io.vicinal.contracts.error.ProblemException for a document that cannot be indexed; the index is as before
     */
    public void put(EmbeddedDocument document, int source, long offset) throws IOException {
        writer.put(document, collection, source, offset);
    }

    /** As {@link #put(EmbeddedDocument, int, long)}, from an unknown offset. */
    public void put(EmbeddedDocument document, int source) throws IOException {
        put(document, source, -1);
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
        if (progress.advance(offset, documentsPartition, source)) {
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
        progress.skipTo(next);
        if (!isServing() && progress.isCaughtUp()) {
            upkeep.refreshSoon();
        }
    }

    /** The log has grown to this next offset, at some time before. */
    public void logEndsAt(long end) {
        progress.logEndsAt(end);
    }

    /** The log ended at this next offset when it was asked at that time, by its own clock. */
    public void logEndsAt(long end, Instant asked) {
        progress.logEndsAt(Math.max(end, applied().offset()));
        commits.logEndsAt(end, asked, applied());
    }

    /** Whether its searcher shows all that the log held when the shard was opened. */
    public boolean isServing() {
        return !closed && progress.isServing();
    }

    /** This one where it serves, else the one that stands in until it does; null where nobody can answer. */
    @Nullable
    Shard answering() {
        return isServing() ? this : standIn.shard();
    }

    /** The opening after this one is at its place now, and closes what stands in; this one goes, unless it is that. */
    public void succeeded() throws IOException {
        if (!isServing()) {
            standIn.release();
            abandon();
        }
    }

    /** Records on the log that the searcher does not show. */
    public long behind() {
        return progress.behind();
    }

    /** The newest searcher; its number finds it again for a while. */
    public PointInTime pointInTime() throws IOException {
        return searchers.newest();
    }

    /** A searcher that answered earlier, or null when it has gone. */
    public @Nullable PointInTime pointInTime(long number) {
        PointInTime found = searchers.earlier(number);
        Shard before = standIn.shard();
        return found != null || before == null ? found : before.pointInTime(number);
    }

    /**
     * Completes once the searcher shows everything up to an offset of the documents partition; refreshes at once when
     * that is applied. Errors with {@code shard-unavailable} when the shard is closed.
     */
    public CompletableFuture<Void> await(int documentsPartition, long documentsOffset) {
        CompletableFuture<Void> shown = progress.await(documentsPartition, documentsOffset);
        if (closed) {
            progress.fail(unavailable());
        }
        progress.tell();
        if (progress.isAwaited()) {
            upkeep.refreshSoon();
        }
        return shown;
    }

    /** As {@link #await(int, long)}, of the documents partition of its own number. */
    public CompletableFuture<Void> await(long documentsOffset) {
        return await(id.partition(), documentsOffset);
    }

    public ShardState state() throws IOException {
        Shard before = isServing() ? null : standIn.shard();
        ShardSearchers shown = before == null ? searchers : before.searchers;
        return new ShardState(
                id,
                status(before != null),
                shown.documents(),
                shown.passages(),
                IndexSize.bytes(directory),
                applied().offset(),
                (before == null ? progress : before.progress).visible().documentsOffset(id.partition()),
                behind(),
                behindSeconds(),
                reason(before != null),
                null,
                null,
                null);
    }

    /** By the log's own clock: records come with the time at which they were written. */
    private @Nullable Long behindSeconds() {
        if (behind() == 0) {
            return 0L;
        }
        return logTime.equals(Instant.MIN)
                ? null
                : Math.max(0, Duration.between(logTime, clock.instant()).toSeconds());
    }

    private @Nullable String reason(boolean stoodInFor) {
        if (readOnly != null) {
            return readOnly;
        }
        return stoodInFor ? CATCHES_UP_AGAIN : isWritable() ? null : CANNOT_BE_WRITTEN;
    }

    private Status status(boolean stoodInFor) {
        if (!isServing() && !stoodInFor) {
            return Status.CATCHING_UP;
        }
        return stoodInFor || readOnly != null || !isWritable() ? Status.READ_ONLY : Status.SERVING;
    }

    /** That can be found now. */
    public long documents() throws IOException {
        return searchers.documents();
    }

    /** How much memory indexing may fill before it writes a segment. */
    public void bufferMb(double megabytes) {
        if (isWritable()) {
            writer.lucene.getConfig().setRAMBufferSizeMB(megabytes);
        }
    }

    boolean hasNews() throws IOException {
        return progress.hasNews() || !searchers.isNewest();
    }

    /** Shows what has been applied. */
    public void refresh() throws IOException {
        synchronized (refreshing) {
            Position before = applied();
            if (hasNews()) {
                searchers.refresh();
                progress.shows(before);
            }
        }
        progress.tell();
    }

    /** Commits where there is something to, or where the last commit's time grows old. */
    public void commit() throws IOException {
        commits.commitIfDue(progress::applied);
    }

    /** Its last commit, kept on disk until closed; empty where it has never committed. */
    public Optional<HeldCommit> hold() throws IOException {
        return commits.hold();
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

    /** Merges what is scattered over segments, where nothing was applied since it was last asked to. */
    public void gather() throws IOException {
        long now = applied().offset();
        if (now == restingAt && isServing() && isWritable()) {
            long bytes = IndexSize.bytes(directory);
            searchers.show(reader -> writer.gather(reader, bytes));
        }
        restingAt = now;
    }

    void prune() throws IOException {
        searchers.prune(settings.pointsInTime(), settings.cursors());
        standIn.prune(isServing());
    }

    /** Lets another opening have the index: nothing is written any more, searches go on. */
    public void letGoOfWriter() throws IOException {
        writer.close();
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
        synchronized (closing) {
            if (closed) {
                return;
            }
            closed = true;
            upkeep.stop();
            try {
                if (commit && writer.lucene.isOpen()) {
                    commits.commit(progress::applied);
                }
            } catch (AlreadyClosedException e) {
                log.atWarn().setCause(e).addKeyValue("shard", id).log("shard closed on its last commit");
            } finally {
                IOUtils.close(writer::close, searchers::close, directory, standIn::close);
                progress.fail(unavailable());
                log.atInfo()
                        .addKeyValue("shard", id)
                        .addKeyValue("offset", commits.committed().offset())
                        .log("shard closed");
            }
        }
    }

    private RuntimeException unavailable() {
        return ProblemType.SHARD_UNAVAILABLE.exception(null, "the shard " + id + " has left this node; ask again");
    }
}
