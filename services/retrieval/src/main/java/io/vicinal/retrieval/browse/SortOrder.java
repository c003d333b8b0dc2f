package io.vicinal.retrieval.browse;

import io.vicinal.contracts.collection.FieldType;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.search.RetrievalApi.SortPlace;
import io.vicinal.contracts.search.SortKey;
import io.vicinal.retrieval.filter.FieldColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.SortedNumericSelector;
import org.apache.lucene.search.SortedNumericSortField;
import org.apache.lucene.search.SortedSetSelector;
import org.apache.lucene.search.SortedSetSortField;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * Sort keys as Lucene sorts, the id last so that the order is total. Documents without a value come last either way: to
 * Lucene their number is the one beyond all others. A document that has that very number ties with them.
 */
final class SortOrder {
    private final List<SortKey> keys;
    /** One a key; null for the id. */
    private final List<@Nullable FieldColumn> columns = new ArrayList<>();

    private final Sort sort;

    SortOrder(List<SortKey> keys, Map<String, FieldType> declared) {
        this.keys = keys;
        List<SortField> fields = new ArrayList<>();
        for (SortKey key : keys) {
            FieldColumn column = FieldColumn.isId(key.field()) ? null : FieldColumn.of(key.field(), declared);
            columns.add(column);
            fields.add(column == null ? DocumentIds.sortField(key.isDescending()) : field(column, key.isDescending()));
        }
        fields.add(DocumentIds.sortField(false));
        sort = new Sort(fields.toArray(SortField[]::new));
    }

    Sort sort() {
        return sort;
    }

    private static SortField field(FieldColumn column, boolean descending) {
        if (column.isTerms()) {
            return new SortedSetSortField(
                    column.indexed(),
                    descending,
                    descending ? SortedSetSelector.Type.MAX : SortedSetSelector.Type.MIN,
                    descending ? SortField.STRING_FIRST : SortField.STRING_LAST);
        }
        return new SortedNumericSortField(
                column.indexed(),
                column.type() == FieldType.DOUBLE ? SortField.Type.DOUBLE : SortField.Type.LONG,
                descending,
                descending ? SortedNumericSelector.Type.MAX : SortedNumericSelector.Type.MIN,
                beyond(column, descending));
    }

    private static Object beyond(FieldColumn column, boolean descending) {
        if (column.type() == FieldType.DOUBLE) {
            return descending ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        return descending ? Long.MIN_VALUE : Long.MAX_VALUE;
    }

    /** Where Lucene is to go on. */
    FieldDoc after(SortPlace place) {
        if (place.values().size() != keys.size()) {
            throw ProblemType.INVALID_VALUE.exception("after", "a place has as many values as there are sort keys");
        }
        Object[] values = new Object[keys.size() + 1];
        for (int i = 0; i < keys.size(); i++) {
            values[i] =
                    lucene(place.values().get(i), columns.get(i), keys.get(i).isDescending());
        }
        values[keys.size()] = new BytesRef(place.id());
        // beyond all documents: of the same place there is only the document itself, wherever it stands now
        return new FieldDoc(Integer.MAX_VALUE, Float.NaN, values);
    }

    private static @Nullable Object lucene(@Nullable Object value, @Nullable FieldColumn column, boolean descending) {
        if (column == null || column.isTerms()) {
            return value instanceof String text ? new BytesRef(text) : null;
        }
        if (!(value instanceof Number number)) {
            return beyond(column, descending);
        }
        return column.type() == FieldType.DOUBLE ? (Object) number.doubleValue() : (Object) number.longValue();
    }

    SortPlace place(FieldDoc found) {
        Object[] fields = found.fields;
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            FieldColumn column = columns.get(i);
            Object value = fields[i];
            boolean isMissing = column != null
                    && !column.isTerms()
                    && beyond(column, keys.get(i).isDescending()).equals(value);
            values.add(value instanceof BytesRef term ? term.utf8ToString() : isMissing ? null : value);
        }
        return new SortPlace(values, ((BytesRef) fields[keys.size()]).utf8ToString());
    }
}
