package io.vicinal.retrieval.candidates;

import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.contracts.search.GroupBy;
import io.vicinal.retrieval.shard.IndexFields;
import java.io.IOException;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.join.DiversifyingChildrenFloatKnnVectorQuery;
import org.jspecify.annotations.Nullable;

/**
 * The passages nearest to a vector, by HNSW (Malkov and Yashunin, 2016). The graph is searched for more than is asked, the
 * more so the coarser its copy of the vectors is, since the exact cosine orders what it finds.
 */
public final class DenseSearch {
    /**
     * @param count passages that are wanted
     * @param groupBy document for one passage a document; grouped by anything else, each passage is on its own
     * @param filter null lets everything through
     * @param explored passages that are found, at least {@code count}: recall grows with them, as does the time
     * @param kept of those found, how many of the best by the graph's copy of the vectors are returned
     * @return passages, best first by that copy
     */
    static int[] nearest(
            IndexSearcher searcher,
            float[] vector,
            int count,
            GroupBy groupBy,
            @Nullable FilterMatches filter,
            int explored,
            int kept)
            throws IOException {
        TopDocs found = searcher.search(query(searcher, vector, groupBy, filter, Math.max(count, explored)), kept);
        int[] passages = new int[found.scoreDocs.length];
        int i = 0;
        for (ScoreDoc hit : found.scoreDocs) {
            passages[i++] = hit.doc;
        }
        return passages;
    }

    /**
     * Of the passages that are found, how many may be among the best by exact cosine: the graph's copy of the vectors puts
     * them in nearly the right order, or in quite another one where it is coarse.
     */
    static int worthAnExactLook(VectorFormat format, int count, int explored) {
        return switch (format) {
            case FLOAT32 -> count;
            case INT8 -> Math.min(explored, count + Math.max(count / 2, 30));
            case INT4, BINARY -> explored;
        };
    }

    private static Query query(
            IndexSearcher searcher, float[] vector, GroupBy groupBy, @Nullable FilterMatches filter, int explored)
            throws IOException {
        if (filter != null) {
            return new FilteredSearch(searcher, vector, groupBy, filter, explored);
        }
        return groupBy.equals(GroupBy.DOCUMENT)
                ? new DiversifyingChildrenFloatKnnVectorQuery(
                        IndexFields.VECTOR, vector, null, explored, IndexFields.parents())
                : new KnnFloatVectorQuery(IndexFields.VECTOR, vector, explored);
    }

    private DenseSearch() {}
}
