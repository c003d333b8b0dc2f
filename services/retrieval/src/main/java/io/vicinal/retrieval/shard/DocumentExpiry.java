package io.vicinal.retrieval.shard;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PointValues;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.SortedNumericDocValues;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.jspecify.annotations.Nullable;

/**
 * When documents expire, on every member of their blocks. An expired document is hidden by a filter, the moment it expires and
 * without a write; that it is removed later only saves space.
 */
public final class DocumentExpiry {
    private static final String FIELD = "_expires_at";
    private static final long STEP_MS = 1000;

    static void index(Document member, @Nullable Instant expiresAt) {
        if (expiresAt != null) {
            member.add(new LongField(FIELD, expiresAt.toEpochMilli(), Store.NO));
        }
    }

    /**
     * The filter less what has expired. Where nothing has, as in a shard of documents that never do, it is the filter itself.
     * Time goes in steps of a second, rounded up, so that Lucene's cache knows the query again and nothing expired is shown.
     */
    public static @Nullable Query unexpired(@Nullable Query filter, IndexSearcher searcher, Instant now)
            throws IOException {
        long until = Math.ceilDiv(now.toEpochMilli(), STEP_MS) * STEP_MS;
        if (!anyBefore(searcher, until)) {
            return filter;
        }
        return new BooleanQuery.Builder()
                .add(filter == null ? MatchAllDocsQuery.INSTANCE : filter, Occur.FILTER)
                .add(expired(until), Occur.MUST_NOT)
                .build();
    }

    /** Whether a document expires at that time or before; one that is deleted counts until it is merged away. */
    static boolean anyBefore(IndexSearcher searcher, long epochMs) throws IOException {
        byte[] first = PointValues.getMinPackedValue(searcher.getIndexReader(), FIELD);
        return first != null && LongPoint.decodeDimension(first, 0) <= epochMs;
    }

    /** All that expire at that time or before. */
    static Query expired(long epochMs) {
        return LongPoint.newRangeQuery(FIELD, Long.MIN_VALUE, epochMs);
    }

    /** When a member's document expires, or null. */
    static @Nullable Instant of(IndexSearcher searcher, int doc) throws IOException {
        List<LeafReaderContext> segments = searcher.getIndexReader().leaves();
        LeafReaderContext segment = segments.get(ReaderUtil.subIndex(doc, segments));
        SortedNumericDocValues values = DocValues.getSortedNumeric(segment.reader(), FIELD);
        return values.advanceExact(doc - segment.docBase) ? Instant.ofEpochMilli(values.nextValue()) : null;
    }

    private DocumentExpiry() {}
}
