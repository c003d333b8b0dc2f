package io.vicinal.retrieval.candidates;

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
final class DenseSearch {
    /**
     * @param filter null lets everything through
     * @param explored neighbours that the graph search goes through; no fewer than {@code count}
     * @return passages, one a document where grouped so, in no order; more than {@code count}
     */
    static int[] nearest(
            IndexSearcher searcher, float[] vector, int count, GroupBy groupBy, @Nullable Query filter, int explored)
            throws IOException {
        Query query = groupBy.equals(GroupBy.DOCUMENT)
                ? new DiversifyingChildrenFloatKnnVectorQuery(
                        IndexFields.VECTOR, vector, filter, explored, IndexFields.parents())
                : new KnnFloatVectorQuery(IndexFields.VECTOR, vector, explored, filter);
        TopDocs found = searcher.search(query, explored);
        int[] passages = new int[found.scoreDocs.length];
        int i = 0;
        for (ScoreDoc hit : found.scoreDocs) {
            passages[i++] = hit.doc;
        }
        return passages;
    }

    private DenseSearch() {}
}
