package io.vicinal.retrieval.browse;

import io.vicinal.contracts.search.RetrievalApi.FacetCounts;
import io.vicinal.retrieval.filter.FieldColumn;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.SortedNumericDocValues;

/** By numbers: each falls in buckets, and a document counts once for each that its numbers fall in. */
final class NumberCount implements FieldCount {
    private final FieldColumn column;
    private final Buckets buckets;
    private final Tally<Long> tally = new Tally<>();
    private final Set<Long> ofDocument = new HashSet<>();
    private SortedNumericDocValues numbers = DocValues.emptySortedNumeric();

    NumberCount(FieldColumn column, Buckets buckets) {
        this.column = column;
        this.buckets = buckets;
    }

    @Override
    public void enter(LeafReader segment) throws IOException {
        numbers = column.numbers(segment);
    }

    @Override
    public void add(int doc) throws IOException {
        if (!numbers.advanceExact(doc)) {
            tally.missing();
            return;
        }
        ofDocument.clear();
        for (int i = numbers.docValueCount(); i > 0; i--) {
            buckets.of(numbers.nextValue(), ofDocument);
        }
        ofDocument.forEach(bucket -> tally.add(bucket, 1));
    }

    @Override
    public void leave() {}

    @Override
    public FacetCounts counts() {
        return tally.counts(bucket -> buckets.text(bucket, column));
    }
}
