package io.vicinal.retrieval.shard;

import java.io.IOException;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.MergePolicy.OneMerge;

/**
 * A shard's merges, in turn with those of the other shards of this process and on threads that give way to searches.
 * Lucene's own bound holds back what a merge writes, and building a graph writes nothing for most of its time.
 */
final class PoliteMerges extends ConcurrentMergeScheduler {
    /** Merges that may wait before indexing does: fresh segments must not become too many to be scanned. */
    private static final int WAITING = 8;

    private final MergeTurns turns;

    PoliteMerges(MergeTurns turns) {
        this.turns = turns;
        setMaxMergesAndThreads(WAITING, WAITING);
    }

    @Override
    protected void doMerge(MergeSource source, OneMerge merge) throws IOException {
        try (MergeTurns.Turn turn = turns.take(merge.estimatedMergeBytes, merge::isAborted)) {
            LowPriority.yieldToOthers();
            super.doMerge(source, merge);
        }
    }
}
