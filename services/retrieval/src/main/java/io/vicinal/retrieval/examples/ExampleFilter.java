package io.vicinal.retrieval.examples;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.filter.Filter;
import io.vicinal.retrieval.filter.FilterQuery;
import io.vicinal.retrieval.shard.DocumentExpiry;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.jspecify.annotations.Nullable;

/** What makes a document an example: it has a value of the field, if one is named, fulfils the filter, and has not expired. */
final class ExampleFilter {

    /** Null where every document is one. */
    static @Nullable Query of(
            @Nullable String field, @Nullable Filter filter, Collection collection, IndexSearcher shard, Instant now)
            throws IOException {
        Query further = DocumentExpiry.unexpired(FilterQuery.of(filter, collection.fields()), shard, now);
        if (field == null) {
            return further;
        }
        Filter labelled = new Filter(null, null, null, null, List.of(field), null, null, null, null, null, null);
        Query has = Objects.requireNonNull(FilterQuery.of(labelled, collection.fields()));
        return further == null
                ? has
                : new BooleanQuery.Builder()
                        .add(has, Occur.FILTER)
                        .add(further, Occur.FILTER)
                        .build();
    }

    private ExampleFilter() {}
}
