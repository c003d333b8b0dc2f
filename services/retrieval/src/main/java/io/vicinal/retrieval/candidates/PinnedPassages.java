package io.vicinal.retrieval.candidates;

import io.vicinal.retrieval.filter.DocumentId;
import io.vicinal.retrieval.shard.IndexFields;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** All passages of documents that are wanted by their ids, whatever the query finds. */
final class PinnedPassages {

    /**
     * @param filter what a document must be, too; null for anything
     * @return in ascending order
     */
    static int[] of(IndexSearcher searcher, Collection<String> ids, @Nullable Query filter) throws IOException {
        BooleanQuery.Builder passages = new BooleanQuery.Builder()
                .add(
                        new TermInSetQuery(
                                DocumentId.INDEXED,
                                ids.stream().map(BytesRef::new).toList()),
                        Occur.FILTER)
                .add(IndexFields.documents(), Occur.MUST_NOT);
        if (filter != null) {
            passages.add(filter, Occur.FILTER);
        }
        Query query = passages.build();
        int count = ids.isEmpty() ? 0 : searcher.count(query);
        return count == 0
                ? new int[0]
                : Arrays.stream(searcher.search(query, count, Sort.INDEXORDER).scoreDocs)
                        .mapToInt(hit -> hit.doc)
                        .toArray();
    }

    private PinnedPassages() {}
}
