package io.vicinal.retrieval.examples;

import io.vicinal.contracts.collection.FieldType;
import io.vicinal.retrieval.filter.FieldColumn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.SortedNumericDocValues;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.util.NumericUtils;
import org.jspecify.annotations.Nullable;

/** All values that a segment's documents have of a field; asked of documents in ascending order. */
final class FieldReader {
    private interface Values {
        List<Object> of(int doc) throws IOException;
    }

    private final Values values;

    /** @param field null reads no values */
    FieldReader(@Nullable FieldColumn field, LeafReader segment) throws IOException {
        this.values = field == null
                ? _ -> List.of()
                : field.isTerms() ? terms(field.terms(segment)) : numbers(field, field.numbers(segment));
    }

    /** Ascending; none where it has none. */
    List<Object> of(int doc) throws IOException {
        return values.of(doc);
    }

    private static Values terms(SortedSetDocValues terms) {
        Map<Long, String> known = new HashMap<>();
        return doc -> {
            if (!terms.advanceExact(doc)) {
                return List.of();
            }
            List<Object> all = new ArrayList<>(terms.docValueCount());
            for (int n = terms.docValueCount(); n > 0; n--) {
                long ord = terms.nextOrd();
                String term = known.get(ord);
                if (term == null) {
                    term = terms.lookupOrd(ord).utf8ToString();
                    known.put(ord, term);
                }
                all.add(term);
            }
            return all;
        };
    }

    private static Values numbers(FieldColumn field, SortedNumericDocValues numbers) {
        boolean isDouble = field.type() == FieldType.DOUBLE;
        return doc -> {
            if (!numbers.advanceExact(doc)) {
                return List.of();
            }
            List<Object> all = new ArrayList<>(numbers.docValueCount());
            for (int n = numbers.docValueCount(); n > 0; n--) {
                long number = numbers.nextValue();
                all.add(isDouble ? (Object) NumericUtils.sortableLongToDouble(number) : (Object) number);
            }
            return all;
        };
    }
}
