package io.vicinal.retrieval.browse;

import io.vicinal.retrieval.shard.IndexFields;
import java.io.IOException;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.FieldComparator;
import org.apache.lucene.search.FieldComparatorSource;
import org.apache.lucene.search.Pruning;
import org.apache.lucene.search.SortField;
import org.apache.lucene.util.BytesRef;

/** The ids of documents in order of their bytes. The column stands with passages: a document's is that of its last one, just before it. */
final class DocumentIds extends BinaryDocValues {
    private final BinaryDocValues ofPassages;

    private DocumentIds(BinaryDocValues ofPassages) {
        this.ofPassages = ofPassages;
    }

    static SortField sortField(boolean descending) {
        return new SortField(IndexFields.ID, new Comparators(), descending);
    }

    private static final class Comparators extends FieldComparatorSource {
        @Override
        public FieldComparator<?> newComparator(String field, int hits, Pruning pruning, boolean reversed) {
            return new FieldComparator.TermValComparator(hits, field, false) {
                @Override
                protected BinaryDocValues getBinaryDocValues(LeafReaderContext segment, String name)
                        throws IOException {
                    return new DocumentIds(DocValues.getBinary(segment.reader(), name));
                }
            };
        }
    }

    @Override
    public boolean advanceExact(int document) throws IOException {
        return document > 0 && ofPassages.advanceExact(document - 1);
    }

    @Override
    public BytesRef binaryValue() throws IOException {
        return ofPassages.binaryValue();
    }

    @Override
    public int docID() {
        return ofPassages.docID() + 1;
    }

    @Override
    public int nextDoc() {
        throw new UnsupportedOperationException("read by document");
    }

    @Override
    public int advance(int target) {
        throw new UnsupportedOperationException("read by document");
    }

    @Override
    public long cost() {
        return ofPassages.cost();
    }
}
