package io.vicinal.retrieval.candidates;

import io.vicinal.retrieval.filter.FieldColumn;
import io.vicinal.retrieval.shard.Segments;
import java.io.IOException;
import org.apache.lucene.index.SortedNumericDocValues;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.search.IndexSearcher;
import org.jspecify.annotations.Nullable;

/** The value of a field that passages are grouped by, as text; of several the least, null where there is none. */
final class Groups {

    static @Nullable String[] of(IndexSearcher searcher, FieldColumn field, int[] passages) throws IOException {
        @Nullable String[] groups = new String[passages.length];
        Segments.each(searcher, passages, (segment, from, to) -> {
            if (field.isTerms()) {
                SortedSetDocValues terms = field.terms(segment.reader());
                for (int i = from; i < to; i++) {
                    if (terms.advanceExact(passages[i] - segment.docBase)) {
                        groups[i] = terms.lookupOrd(terms.nextOrd()).utf8ToString();
                    }
                }
            } else {
                SortedNumericDocValues numbers = field.numbers(segment.reader());
                for (int i = from; i < to; i++) {
                    if (numbers.advanceExact(passages[i] - segment.docBase)) {
                        groups[i] = field.text(numbers.nextValue());
                    }
                }
            }
        });
        return groups;
    }

    private Groups() {}
}
