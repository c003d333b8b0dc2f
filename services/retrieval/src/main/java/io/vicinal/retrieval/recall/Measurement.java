package io.vicinal.retrieval.recall;

import io.vicinal.contracts.search.RetrievalApi.Candidate;
import io.vicinal.retrieval.candidates.CandidateSearch;
import io.vicinal.retrieval.filter.FilterQuery;
import io.vicinal.retrieval.shard.DocumentExpiry;
import io.vicinal.retrieval.shard.PointInTime;
import io.vicinal.retrieval.shard.Shard;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.apache.lucene.index.IndexReader;

/**
 * One query run again, exactly and as it is always run, on the same searcher, which is held until it is closed. A hit
 * counts as found where its cosine is among the highest, so that of equal passages either will do.
 */
final class Measurement implements AutoCloseable {
    /** The same cosine summed up in another order. */
    private static final float ROUNDING = 1e-5f;

    private final Shard shard;
    private final ShardRecall recall;
    private final Sample sample;
    private final PointInTime now;
    private final ExactSearch exact;

    Measurement(Shard shard, ShardRecall recall, Sample sample) throws IOException {
        this.shard = shard;
        this.recall = recall;
        this.sample = sample;
        this.now = shard.pointInTime();
        try {
            this.exact = new ExactSearch(
                    now.searcher(),
                    Objects.requireNonNull(sample.query.vector()),
                    ShardRecall.NEAREST,
                    sample.query.groupBy(),
                    DocumentExpiry.unexpired(
                            FilterQuery.of(
                                    sample.query.filter(), shard.collection().fields()),
                            now.searcher(),
                            shard.now()));
        } catch (IOException | RuntimeException e) {
            now.close();
            throw e;
        }
    }

    ShardRecall recall() {
        return recall;
    }

    Sample sample() {
        return sample;
    }

    /** @return whether it is finished; else it goes on where it stopped */
    boolean run(BooleanSupplier mayGoOn) throws IOException {
        if (!exact.run(mayGoOn)) {
            return false;
        }
        List<Float> nearest = exact.best();
        if (nearest.isEmpty()) {
            recall.drop(sample);
            return true;
        }
        List<Candidate> found =
                CandidateSearch.search(sample.query, shard.collection(), now.searcher(), recall.effort(), shard.now());
        float least = nearest.getLast() - ROUNDING;
        long hits = found.stream()
                .map(Candidate::dense)
                .filter(cosine -> cosine != null && cosine >= least)
                .limit(nearest.size())
                .count();
        recall.measured(
                sample,
                new Recall.Found((int) hits, nearest.size()),
                largestSegment(now.searcher().getIndexReader()));
        return true;
    }

    /**
     * Its documents. Each segment is searched with the whole effort, so what was measured on several small graphs need not hold for
     * the one that they were merged into.
     */
    static long largestSegment(IndexReader index) {
        return index.leaves().stream()
                .mapToLong(segment -> segment.reader().numDocs())
                .max()
                .orElse(0);
    }

    @Override
    public void close() throws IOException {
        now.close();
    }
}
