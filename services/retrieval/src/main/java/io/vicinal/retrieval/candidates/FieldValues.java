package io.vicinal.retrieval.candidates;

import io.vicinal.contracts.collection.FieldType;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.search.RetrievalApi.ValueQuery;
import io.vicinal.retrieval.filter.FieldColumn;
import io.vicinal.retrieval.shard.Segments;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.SortedNumericDocValues;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.NumericUtils;
import org.jspecify.annotations.Nullable;

/** Values of declared fields that passages are boosted by: one of each field, null where a passage's document has none. */
final class FieldValues {

    /**
     * @param passages in ascending order
     * @return of each passage, a value for each that is wanted
     */
    static List<List<@Nullable Object>> of(
            IndexSearcher searcher, List<ValueQuery> wanted, Map<String, FieldType> declared, int[] passages)
            throws IOException {
        List<List<@Nullable Object>> values = new ArrayList<>(passages.length);
        for (int i = 0; i < passages.length; i++) {
            values.add(new ArrayList<>(Collections.nCopies(wanted.size(), null)));
        }
        for (int field = 0; field < wanted.size(); field++) {
            @Nullable Object[] column = column(searcher, wanted.get(field), declared, passages);
            for (int i = 0; i < passages.length; i++) {
                values.get(i).set(field, column[i]);
            }
        }
        return values;
    }

    private static @Nullable Object[] column(
            IndexSearcher searcher, ValueQuery wanted, Map<String, FieldType> declared, int[] passages)
            throws IOException {
        FieldColumn column = FieldColumn.of(wanted.field(), declared);
        List<String> among = wanted.among();
        if (column.isTerms() != (among != null)) {
            throw ProblemType.INVALID_VALUE.exception(
                    "values", "terms are wanted of keyword and boolean fields, and numbers of the others");
        }
        return among == null ? numbers(searcher, column, passages) : terms(searcher, column, among, passages);
    }

    /** The greatest of each. */
    private static @Nullable Object[] numbers(IndexSearcher searcher, FieldColumn column, int[] passages)
            throws IOException {
        @Nullable Object[] values = new Object[passages.length];
        Segments.each(searcher, passages, (segment, from, to) -> {
            SortedNumericDocValues numbers = column.numbers(segment.reader());
            for (int i = from; i < to; i++) {
                if (numbers.advanceExact(passages[i] - segment.docBase)) {
                    long greatest = 0;
                    for (int n = numbers.docValueCount(); n > 0; n--) {
                        greatest = numbers.nextValue();
                    }
                    values[i] = column.type() == FieldType.DOUBLE
                            ? (Object) NumericUtils.sortableLongToDouble(greatest)
                            : (Object) greatest;
                }
            }
        });
        return values;
    }

    /** The first of these that each has. */
    private static @Nullable Object[] terms(
            IndexSearcher searcher, FieldColumn column, List<String> among, int[] passages) throws IOException {
        @Nullable Object[] values = new Object[passages.length];
        Segments.each(searcher, passages, (segment, from, to) -> {
            SortedSetDocValues terms = column.terms(segment.reader());
            Map<Long, Integer> places = places(terms, among);
            for (int i = from; i < to && !places.isEmpty(); i++) {
                if (terms.advanceExact(passages[i] - segment.docBase)) {
                    long[] its = new long[terms.docValueCount()];
                    for (int n = 0; n < its.length; n++) {
                        its[n] = terms.nextOrd();
                    }
                    int first = Arrays.stream(its)
                            .mapToInt(ord -> places.getOrDefault(ord, Integer.MAX_VALUE))
                            .min()
                            .orElse(Integer.MAX_VALUE);
                    values[i] = first == Integer.MAX_VALUE ? null : among.get(first);
                }
            }
        });
        return values;
    }

    /** Of the ordinals of those terms that the segment has. */
    private static Map<Long, Integer> places(SortedSetDocValues terms, List<String> among) throws IOException {
        Map<Long, Integer> places = new HashMap<>();
        for (int place = 0; place < among.size(); place++) {
            long ord = terms.lookupTerm(new BytesRef(among.get(place)));
            if (ord >= 0) {
                places.putIfAbsent(ord, place);
            }
        }
        return places;
    }

    private FieldValues() {}
}
