package io.vicinal.retrieval.candidates;

import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.contracts.search.GroupBy;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;

/**
 * The documents nearest to a vector, each by its nearest passage that was found.
 *
 * @param passages ascending, so that more can be read of them as they stand on disk
 * @param documentIds of each passage
 * @param cosines exact ones, of each passage
 * @param places of each passage among all, by cosine: 0 is the nearest
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record NearestDocuments(int[] passages, String[] documentIds, float[] cosines, int[] places) {

    /**
     * @param vector {@code float[dimensions]}, L2-normalised
     * @param count the most documents
     */
    public static NearestDocuments of(
            IndexSearcher shard, float[] vector, int count, Query filter, VectorFormat format, SearchEffort effort)
            throws IOException {
        int explored = effort.explored(count);
        int[] found = DenseSearch.nearest(
                shard,
                vector,
                count,
                GroupBy.DOCUMENT,
                filter,
                explored,
                DenseSearch.worthAnExactLook(format, count, explored));
        Arrays.sort(found);
        float[] cosines = new CandidateVectors(shard, List.of(vector), null).bestCosines(found);
        int[] kept = nearest(cosines).limit(count).sorted().toArray();
        float[] best = new float[kept.length];
        int[] passages = new int[kept.length];
        for (int i = 0; i < kept.length; i++) {
            passages[i] = found[kept[i]];
            best[i] = cosines[kept[i]];
        }
        int[] places = new int[kept.length];
        int[] order = nearest(best).toArray();
        for (int place = 0; place < order.length; place++) {
            places[order[place]] = place;
        }
        return new NearestDocuments(passages, Signals.documentIds(shard, passages), best, places);
    }

    /** Equally near ones in the order of the index. */
    private static IntStream nearest(float[] cosines) {
        return IntStream.range(0, cosines.length)
                .boxed()
                .sorted((a, b) -> Float.compare(cosines[b], cosines[a]))
                .mapToInt(Integer::intValue);
    }
}
