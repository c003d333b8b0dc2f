package io.vicinal.retrieval.shard;

import java.io.IOException;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.jspecify.annotations.Nullable;

/**
 * Where on the documents topic a document came from. The partition is on every member of its block: a deletion by filter
 * deletes what stood before it in its own partition, and nothing of another. The offset is on the document alone: it tells
 * one write of an id from another.
 */
final class DocumentSource {
    private static final String FIELD = "_source";
    private static final String OFFSET = "_source_offset";

    static void index(Document member, int documentsPartition) {
        member.add(new StringField(FIELD, Integer.toString(documentsPartition), Store.NO));
    }

    /** @param offset -1 where it is not known */
    static void indexOffset(Document document, long offset) {
        if (offset >= 0) {
            document.add(new NumericDocValuesField(OFFSET, offset));
        }
    }

    /** Of a document by its number in the segment; null where it is not known, as of those of an earlier release. */
    static @Nullable Long offset(LeafReaderContext segment, int document) throws IOException {
        NumericDocValues offsets = segment.reader().getNumericDocValues(OFFSET);
        return offsets != null && offsets.advanceExact(document) ? offsets.longValue() : null;
    }

    static Query from(int documentsPartition) {
        return new TermQuery(new Term(FIELD, Integer.toString(documentsPartition)));
    }

    private DocumentSource() {}
}
