package io.vicinal.retrieval.browse;

import io.vicinal.contracts.search.RetrievalApi.FacetCounts;
import io.vicinal.retrieval.filter.FieldColumn;
import java.io.IOException;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.SortedSetDocValues;

/** By terms: by their numbers within a segment, which become terms when it is done. */
final class TermCount implements FieldCount {
    private final FieldColumn column;
    private final Tally<String> tally = new Tally<>();
    private SortedSetDocValues terms = DocValues.emptySortedSet();
    private int[] ofSegment = new int[0];

    TermCount(FieldColumn column) {
        this.column = column;
    }

    @Override
    public void enter(LeafReader segment) throws IOException {
        terms = column.terms(segment);
        ofSegment = new int[Math.toIntExact(terms.getValueCount())];
    }

    @Override
    public void add(int doc) throws IOException {
        if (!terms.advanceExact(doc)) {
            tally.missing();
            return;
        }
        for (int i = terms.docValueCount(); i > 0; i--) {
            ofSegment[(int) terms.nextOrd()]++;
        }
    }

    @Override
    public void leave() throws IOException {
        for (int i = 0; i < ofSegment.length; i++) {
            if (ofSegment[i] > 0) {
                tally.add(terms.lookupOrd(i).utf8ToString(), ofSegment[i]);
            }
        }
    }

    @Override
    public FacetCounts counts() {
        return tally.counts(term -> term);
    }
}
