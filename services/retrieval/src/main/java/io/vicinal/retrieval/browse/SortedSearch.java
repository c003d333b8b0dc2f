package io.vicinal.retrieval.browse;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.search.RetrievalApi.SortedDocument;
import io.vicinal.contracts.search.RetrievalApi.SortedQuery;
import io.vicinal.retrieval.candidates.MatchedPassages;
import io.vicinal.retrieval.filter.FilterQuery;
import io.vicinal.retrieval.shard.DocumentExpiry;
import io.vicinal.retrieval.shard.IndexFields;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.apache.lucene.search.join.ScoreMode;
import org.apache.lucene.search.join.ToParentBlockJoinQuery;
import org.jspecify.annotations.Nullable;

/**
 * The documents of a shard in an order of their fields, so many after a place in it. The place is one of values, not a number
 * of documents to pass over, so that it is the same place whatever was written meanwhile, and as cheap far down as at the top.
 */
public final class SortedSearch {
    /** Documents that one query may ask for. */
    private static final int MAX_COUNT = 10_000;

    /**
     * @param now what has expired by then is not found
     * @throws io.vicinal.contracts.error.ProblemException for a key or filter that does not fit the collection
     */
    public static List<SortedDocument> search(
            SortedQuery asked, Collection collection, IndexSearcher shard, Instant now) throws IOException {
        if (asked.sort().isEmpty() || asked.count() < 1 || asked.count() > MAX_COUNT) {
            throw ProblemType.INVALID_VALUE.exception(
                    "sort", "a sorted query has a key and a count up to " + MAX_COUNT);
        }
        SortOrder order = new SortOrder(asked.sort(), collection.fields());
        MatchedPassages matched = asked.query() == null ? null : MatchedPassages.of(asked, collection, shard);
        if (matched != null && matched.isNothing()) {
            return List.of();
        }
        FieldDoc after = asked.after() == null ? null : order.after(asked.after());
        ScoreDoc[] found = shard.search(
                        documents(asked, collection, shard, matched, now),
                        new TopFieldCollectorManager(order.sort(), asked.count(), after, asked.count()))
                .scoreDocs;
        int[] documents = new int[found.length];
        for (int i = 0; i < found.length; i++) {
            documents[i] = found[i].doc;
        }
        ShownPassages shown = ShownPassages.of(documents, matched, shard);
        List<SortedDocument> sorted = new ArrayList<>(found.length);
        for (int i = 0; i < found.length; i++) {
            sorted.add(new SortedDocument(shown.passage(i), order.place((FieldDoc) found[i]), shown.lexical(i)));
        }
        return sorted;
    }

    private static Query documents(
            SortedQuery asked,
            Collection collection,
            IndexSearcher shard,
            @Nullable MatchedPassages matched,
            Instant now)
            throws IOException {
        BooleanQuery.Builder documents = new BooleanQuery.Builder().add(IndexFields.documents(), Occur.FILTER);
        Query filter = DocumentExpiry.unexpired(FilterQuery.of(asked.filter(), collection.fields()), shard, now);
        if (filter != null) {
            documents.add(filter, Occur.FILTER);
        }
        if (matched != null) {
            documents.add(
                    new ToParentBlockJoinQuery(matched.query(), IndexFields.parents(), ScoreMode.None), Occur.FILTER);
        }
        return documents.build();
    }

    private SortedSearch() {}
}
