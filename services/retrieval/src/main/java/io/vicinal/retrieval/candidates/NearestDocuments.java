package io.vicinal.retrieval.candidates;

import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.contracts.search.GroupBy;
import io.vicinal.retrieval.shard.IndexFields;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.jspecify.annotations.Nullable;

/**
 * The documents nearest to each of several vectors, each by its nearest passage that was found: under a filter that is looked
 * through once, without a thought for documents of several passages where there is none, and for many vectors at once among not
 * too many documents by comparing all.
 */
public final class NearestDocuments {
    /** From so many vectors on a block of passages is worth reading for all of them. */
    private static final int TOGETHER = 16;

    /** Matches up to which all are compared: with so many it took an eighth of the time of one vector after the other. */
    private static final int COMPARED = 40_000;

    private final IndexSearcher shard;
    private final @Nullable FilterMatches filter;
    private final GroupBy groupBy;
    private final VectorFormat format;
    private final SearchEffort effort;

    /**
     * @param passages nearest first
     * @param cosines exact ones, of each passage
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Nearest(int[] passages, float[] cosines) {}

    private NearestDocuments(
            IndexSearcher shard,
            @Nullable FilterMatches filter,
            GroupBy groupBy,
            VectorFormat format,
            SearchEffort effort) {
        this.shard = shard;
        this.filter = filter;
        this.groupBy = groupBy;
        this.format = format;
        this.effort = effort;
    }

    /**
     * @param vectors {@code float[dimensions]} each, L2-normalised
     * @param count the most documents for each
     * @param filter null lets everything through
     */
    public static List<Nearest> of(
            IndexSearcher shard,
            List<float[]> vectors,
            int count,
            @Nullable Query filter,
            VectorFormat format,
            SearchEffort effort)
            throws IOException {
        FilterMatches matches = filter == null ? null : new FilterMatches(shard, filter);
        if (vectors.size() >= TOGETHER) {
            FilterMatches all = matches == null ? new FilterMatches(shard, MatchAllDocsQuery.INSTANCE) : matches;
            if (all.count(shard) <= COMPARED) {
                return ExactBatchSearch.nearest(shard, vectors, count, all);
            }
        }
        int documents = shard.count(IndexFields.documents());
        boolean isOnePassageEach = shard.getIndexReader().numDocs() == 2 * documents;
        NearestDocuments search = new NearestDocuments(
                shard, matches, isOnePassageEach ? GroupBy.PASSAGE : GroupBy.DOCUMENT, format, effort);
        List<Nearest> all = new ArrayList<>(vectors.size());
        for (float[] vector : vectors) {
            all.add(search.of(vector, count));
        }
        return all;
    }

    private Nearest of(float[] vector, int count) throws IOException {
        int explored = effort.explored(count);
        int looked = DenseSearch.worthAnExactLook(format, count, explored);
        int[] found = DenseSearch.nearest(shard, vector, count, groupBy, filter, explored, looked);
        Arrays.sort(found);
        float[] cosines = new CandidateVectors(shard, List.of(vector), null).bestCosines(found);
        // equally near ones in the order of the index
        int[] order = IntStream.range(0, found.length)
                .boxed()
                .sorted((a, b) -> Float.compare(cosines[b], cosines[a]))
                .mapToInt(Integer::intValue)
                .limit(count)
                .toArray();
        float[] best = new float[order.length];
        for (int i = 0; i < order.length; i++) {
            best[i] = cosines[order[i]];
        }
        return new Nearest(Arrays.stream(order).map(i -> found[i]).toArray(), best);
    }
}
