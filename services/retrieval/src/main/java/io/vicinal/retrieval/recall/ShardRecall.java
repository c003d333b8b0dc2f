package io.vicinal.retrieval.recall;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.search.RetrievalApi.CandidateQuery;
import io.vicinal.retrieval.candidates.SearchEffort;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A sample of one shard's queries, its recall on them, and the effort it is searched with. Each query of the sample is
 * measured once at an effort; all of them are measured again when the effort changed or the index grew. Thread-safe.
 */
final class ShardRecall {
    /** Recall is of so many nearest. */
    static final int NEAREST = 10;
    /** By how much the largest segment may grow or shrink before what was measured is no longer true of it. */
    static final double GROWTH = 0.2;

    private static final int KEPT = 128;
    /** One query of so many is taken, and not too often. */
    private static final int EVERY = 50;

    private static final Duration GAP = Duration.ofSeconds(1);
    /** While too little is known any query is taken. */
    private static final Duration FIRST_GAP = Duration.ofMillis(20);

    final Collection collection;
    private final @Nullable EffortControl control;
    private final LongSupplier nanoTime;
    private final Deque<Sample> samples = new ArrayDeque<>();
    private volatile SearchEffort effort;
    private volatile @Nullable Recall published;
    private volatile long measured;
    private long seen;
    private long takenAt;

    ShardRecall(Collection collection, LongSupplier nanoTime) {
        this.collection = collection;
        this.nanoTime = nanoTime;
        this.control = collection.targetRecall() == null ? null : new EffortControl(collection.targetRecall());
        this.effort = SearchEffort.usual(collection.vectorFormat());
        this.takenAt = nanoTime.getAsLong() - GAP.toNanos();
    }

    SearchEffort effort() {
        return effort;
    }

    /** The last recall that enough queries stand for; NaN before. */
    double recall() {
        Recall known = published;
        return known == null ? Double.NaN : known.mean();
    }

    /** Queries that have been measured, ever. */
    long measured() {
        return measured;
    }

    /** A query that was answered; it is kept where its turn has come. */
    synchronized void offer(CandidateQuery query) {
        boolean knowsLittle = samples.size() < EffortControl.ENOUGH;
        long now = nanoTime.getAsLong();
        if ((knowsLittle || seen++ % EVERY == 0) && now - takenAt >= (knowsLittle ? FIRST_GAP : GAP).toNanos()) {
            takenAt = now;
            if (samples.size() == KEPT) {
                samples.removeFirst();
            }
            samples.addLast(new Sample(query));
        }
    }

    /** A query to be measured, newest first; null when all are. */
    synchronized @Nullable Sample due(long largestSegment) {
        for (Iterator<Sample> newest = samples.descendingIterator(); newest.hasNext(); ) {
            Sample sample = newest.next();
            if (sample.isDue(largestSegment)) {
                return sample;
            }
        }
        return null;
    }

    /** Cannot be measured: nothing matches its filter, or the collection no longer takes it. */
    synchronized void drop(Sample sample) {
        samples.remove(sample);
    }

    synchronized void measured(Sample sample, Recall.Found found, long largestSegment) {
        measured++;
        sample.measured(found, largestSegment);
        Recall now = Recall.of(samples.stream()
                .map(one -> one.found)
                .<Recall.Found>mapMulti((one, sink) -> Stream.ofNullable(one).forEach(sink))
                .toList());
        if (published == null || now.queries() >= EffortControl.ENOUGH || now.queries() == samples.size()) {
            published = now;
        }
        SearchEffort next = control == null ? effort : control.next(effort, now);
        if (!next.equals(effort)) {
            effort = next;
            samples.forEach(one -> one.found = null);
        }
    }
}
