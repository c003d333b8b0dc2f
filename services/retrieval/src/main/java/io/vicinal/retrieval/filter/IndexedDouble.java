package io.vicinal.retrieval.filter;

import io.vicinal.contracts.collection.FieldType;
import io.vicinal.contracts.collection.FieldValue;
import io.vicinal.contracts.filter.Filter.Range;
import io.vicinal.contracts.filter.RangeBounds;
import java.util.List;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.DoubleField;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.jspecify.annotations.Nullable;

/** A double: a point, and a column of numbers. */
record IndexedDouble(String name, String indexed) implements IndexedField {

    @Override
    public void add(@Nullable Object value, Document target) {
        target.add(new DoubleField(indexed, number(value), Store.NO));
    }

    @Override
    public Query equalTo(@Nullable Object value) {
        return DoubleField.newExactQuery(indexed, number(value));
    }

    @Override
    public Query oneOf(List<@Nullable Object> values) {
        return DoubleField.newSetQuery(
                indexed, values.stream().mapToDouble(this::number).toArray());
    }

    @Override
    public Query within(Range range) {
        if (!range.fits(FieldType.DOUBLE)) {
            throw DeclaredField.doesNotFit(name, FieldType.DOUBLE);
        }
        RangeBounds.Doubles bounds = (RangeBounds.Doubles) RangeBounds.of(FieldType.DOUBLE, range);
        return bounds.isEmpty()
                ? MatchNoDocsQuery.INSTANCE
                : DoubleField.newRangeQuery(indexed, bounds.least(), bounds.greatest());
    }

    @Override
    public Query beginningWith(@Nullable String prefix) {
        throw DeclaredField.doesNotFit(name, FieldType.DOUBLE, "has no prefix");
    }

    @Override
    public Query exists() {
        return new FieldExistsQuery(indexed);
    }

    private double number(@Nullable Object value) {
        return DeclaredField.fitting(FieldValue.real(value), name, FieldType.DOUBLE);
    }
}
