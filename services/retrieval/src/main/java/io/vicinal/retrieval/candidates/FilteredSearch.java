package io.vicinal.retrieval.candidates;

import io.vicinal.contracts.search.GroupBy;
import io.vicinal.retrieval.candidates.FilteredSegment.Way;
import io.vicinal.retrieval.shard.IndexFields;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.TimeLimitingKnnCollectorManager;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopDocsCollector;
import org.apache.lucene.search.Weight;
import org.apache.lucene.search.join.DiversifyingNearestChildrenKnnCollectorManager;
import org.apache.lucene.search.knn.KnnCollectorManager;
import org.apache.lucene.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The passages nearest to a vector under a filter, each segment in the way that suits it (see {@link FilteredSegment}).
 * Lucene's query brings the rest: it asks each segment for its share of the nearest, and those again that turn out to hold
 * more than theirs. For one search.
 */
final class FilteredSearch extends KnnFloatVectorQuery {

    /** Collects the so many nearest, passages or documents. */
    interface Collectors {
        KnnCollectorManager of(int explored);
    }

    private final FilterMatches filter;
    private final Collectors collectors;
    private final Map<Integer, FilteredSegment> segments = new ConcurrentHashMap<>();

    FilteredSearch(IndexSearcher searcher, float[] vector, GroupBy groupBy, FilterMatches filter, int explored) {
        super(IndexFields.VECTOR, vector, explored);
        this.filter = filter;
        this.collectors = most -> groupBy.equals(GroupBy.DOCUMENT)
                ? new DiversifyingNearestChildrenKnnCollectorManager(most, IndexFields.parents(), searcher)
                : super.getKnnCollectorManager(most, searcher);
    }

    @Override
    protected KnnCollectorManager getKnnCollectorManager(int explored, IndexSearcher searcher) {
        return collectors.of(explored);
    }

    /** @param none Lucene's query knows of no filter */
    @Override
    protected TopDocs searchLeaf(LeafReaderContext leaf, @Nullable Weight none, TimeLimitingKnnCollectorManager limited)
            throws IOException {
        BitSet documents = IndexFields.parents().getBitSet(leaf);
        if (documents == null) {
            return TopDocsCollector.EMPTY_TOPDOCS;
        }
        FilteredSegment segment = segments.get(leaf.ord);
        if (segment == null) {
            segment = new FilteredSegment(leaf, target, filter.in(leaf, documents), k, collectors);
            segments.put(leaf.ord, segment);
        }
        return segment.nearest(limited);
    }

    /** How the segments were searched, once they have been. */
    Stream<Way> ways() {
        return segments.values().stream().map(FilteredSegment::way);
    }
}
