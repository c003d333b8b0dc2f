package io.vicinal.retrieval.shard;

import java.util.concurrent.CompletableFuture;

/**
 * How far a shard has applied its log, how far its searcher shows it, and who waits for more. One thread applies; any
 * thread asks and waits.
 */
final class Progress {
    private final long servesFrom;
    private final SourceWaiters waiters = new SourceWaiters();
    private volatile Position applied;
    private volatile Position visible;
    private volatile long logEnd;

    /** @param logEnd of the log now; a searcher that shows everything before it may answer */
    Progress(Position start, long logEnd) {
        this.applied = start;
        this.visible = start;
        this.servesFrom = logEnd;
        this.logEnd = logEnd;
    }

    Position applied() {
        return applied;
    }

    Position visible() {
        return visible;
    }

    /** Whether someone waits for what is now applied. */
    boolean advance(long offset, int documentsPartition, long source) {
        applied = applied.after(offset, documentsPartition, source);
        return waiters.before(applied);
    }

    /** The log has nothing before {@code next} that has not been applied. */
    void skipTo(long next) {
        Position before = applied;
        applied = before.atLeast(next);
        if (visible.offset() == before.offset()) {
            visible = applied; // markers of transactions: nothing that a searcher could show
        }
    }

    void logEndsAt(long end) {
        logEnd = end;
    }

    /** Records on the log that the searcher does not show. */
    long behind() {
        return Math.max(0, logEnd - visible.offset());
    }

    boolean hasNews() {
        return applied.offset() != visible.offset();
    }

    /** All has been applied that the searcher must show before it answers. */
    boolean isCaughtUp() {
        return applied.offset() >= servesFrom;
    }

    boolean isServing() {
        return visible.offset() >= servesFrom;
    }

    /** The searcher shows this now; those who wait for it are told by {@link #tell}. */
    void shows(Position position) {
        visible = position;
    }

    void tell() {
        waiters.reached(visible);
    }

    CompletableFuture<Void> await(int documentsPartition, long documentsOffset) {
        return waiters.add(documentsPartition, documentsOffset);
    }

    /** Whether someone waits for what a refresh would show. */
    boolean isAwaited() {
        return waiters.before(applied);
    }

    void fail(RuntimeException reason) {
        waiters.fail(reason);
    }
}
