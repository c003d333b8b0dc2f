package io.vicinal.retrieval.candidates;

import io.vicinal.retrieval.shard.IndexFields;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.BitSet;

/** What a filter lets through in each segment, found out once for all vectors that are searched under it. */
public final class FilterMatches {
    private final Weight filter;
    private final Map<Integer, MatchingPassages> segments = new ConcurrentHashMap<>();

    public FilterMatches(IndexSearcher searcher, Query filter) throws IOException {
        this.filter = searcher.createWeight(searcher.rewrite(filter), ScoreMode.COMPLETE_NO_SCORES, 1);
    }

    /** In all segments. */
    int count(IndexSearcher searcher) throws IOException {
        int count = 0;
        for (LeafReaderContext segment : searcher.getIndexReader().leaves()) {
            BitSet documents = IndexFields.parents().getBitSet(segment);
            count += documents == null ? 0 : in(segment, documents).cost();
        }
        return count;
    }

    /** @param documents the segment's documents that are no passages */
    MatchingPassages in(LeafReaderContext segment, BitSet documents) throws IOException {
        try {
            return segments.computeIfAbsent(segment.ord, _ -> {
                try {
                    return MatchingPassages.of(filter, segment, documents);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
