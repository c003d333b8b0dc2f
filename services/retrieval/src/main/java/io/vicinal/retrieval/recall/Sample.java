package io.vicinal.retrieval.recall;

import io.vicinal.contracts.search.GroupBy;
import io.vicinal.contracts.search.RetrievalApi.CandidateQuery;
import org.jspecify.annotations.Nullable;

/** A real query that is kept to be run again, and what that showed. Guarded by its {@link ShardRecall}. */
final class Sample {
    /** Vector, filter and grouping of the query, nothing else of it. */
    final CandidateQuery query;

    /** Null before it is measured. */
    Recall.@Nullable Found found;
    /** Documents of the largest segment then. */
    private long largestSegment;

    Sample(CandidateQuery query) {
        this.query = new CandidateQuery(
                query.shard(),
                null,
                query.vector(),
                null,
                Math.max(query.count(), ShardRecall.NEAREST),
                query.groupBy().isField() ? GroupBy.PASSAGE : query.groupBy(),
                query.filter(),
                null);
    }

    void measured(Recall.Found found, long largestSegment) {
        this.found = found;
        this.largestSegment = largestSegment;
    }

    /** Not measured yet, or when the largest segment was another size. */
    boolean isDue(long largestNow) {
        return found == null || Math.abs(largestNow - largestSegment) > largestSegment * ShardRecall.GROWTH;
    }
}
