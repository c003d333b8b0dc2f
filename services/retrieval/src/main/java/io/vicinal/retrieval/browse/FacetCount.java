package io.vicinal.retrieval.browse;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.search.FacetRequest;
import io.vicinal.contracts.search.RetrievalApi.FacetCounts;
import io.vicinal.contracts.search.RetrievalApi.FacetQuery;
import io.vicinal.retrieval.filter.FieldColumn;
import io.vicinal.retrieval.filter.FilterQuery;
import io.vicinal.retrieval.shard.DocumentExpiry;
import io.vicinal.retrieval.shard.IndexFields;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.Bits;

/** Counts documents under a filter by their fields, in one pass over what matches. */
public final class FacetCount {

    /**
     * @param now what has expired by then does not count
     * @throws io.vicinal.contracts.error.ProblemException for a field or filter that does not fit the collection
     */
    public static Map<String, FacetCounts> count(
            FacetQuery asked, Collection collection, IndexSearcher shard, Instant now) throws IOException {
        Map<String, FieldCount> fields = new LinkedHashMap<>();
        for (Map.Entry<String, FacetRequest> facet : asked.facets().entrySet()) {
            FieldColumn column = FieldColumn.of(facet.getKey(), collection.fields());
            fields.put(facet.getKey(), count(column, facet.getValue()));
        }
        Weight matching = matching(asked, collection, shard, now);
        for (LeafReaderContext segment : shard.getIndexReader().leaves()) {
            Scorer scorer = matching.scorer(segment);
            if (scorer != null) {
                count(fields, segment, scorer.iterator());
            }
        }
        Map<String, FacetCounts> counts = new LinkedHashMap<>();
        fields.forEach((name, field) -> counts.put(name, field.counts()));
        return counts;
    }

    private static FieldCount count(FieldColumn column, FacetRequest facet) {
        if (column.isTerms() && (facet.ranges() != null || facet.interval() != null)) {
            throw ProblemType.INVALID_VALUE.exception(column.name(), "the field " + column.name() + " has no ranges");
        }
        if (facet.ranges() != null) {
            return new NumberCount(column, new Buckets.Ranges(facet.ranges(), column.type()));
        }
        if (facet.interval() != null) {
            return new NumberCount(column, new Buckets.Intervals(facet.interval()));
        }
        return column.isTerms() ? new TermCount(column) : new NumberCount(column, new Buckets.Values());
    }

    private static void count(Map<String, FieldCount> fields, LeafReaderContext segment, DocIdSetIterator matches)
            throws IOException {
        for (FieldCount field : fields.values()) {
            field.enter(segment.reader());
        }
        Bits live = segment.reader().getLiveDocs();
        for (int doc = matches.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = matches.nextDoc()) {
            if (live == null || live.get(doc)) {
                for (FieldCount field : fields.values()) {
                    field.add(doc);
                }
            }
        }
        for (FieldCount field : fields.values()) {
            field.leave();
        }
    }

    private static Weight matching(FacetQuery asked, Collection collection, IndexSearcher shard, Instant now)
            throws IOException {
        BooleanQuery.Builder documents = new BooleanQuery.Builder().add(IndexFields.documents(), Occur.FILTER);
        Query filter = DocumentExpiry.unexpired(FilterQuery.of(asked.filter(), collection.fields()), shard, now);
        if (filter != null) {
            documents.add(filter, Occur.FILTER);
        }
        return shard.createWeight(shard.rewrite(documents.build()), ScoreMode.COMPLETE_NO_SCORES, 1);
    }

    private FacetCount() {}
}
