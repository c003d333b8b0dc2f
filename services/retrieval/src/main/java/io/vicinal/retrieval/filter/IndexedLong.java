package io.vicinal.retrieval.filter;

import io.vicinal.contracts.collection.FieldType;
import io.vicinal.contracts.collection.FieldValue;
import io.vicinal.contracts.filter.Filter.Range;
import io.vicinal.contracts.filter.RangeBounds;
import java.util.List;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.LongField;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.jspecify.annotations.Nullable;

/** A long, or a date as milliseconds since 1970: a point, and a column of numbers. */
record IndexedLong(String name, String indexed, FieldType type) implements IndexedField {

    @Override
    public void add(@Nullable Object value, Document target) {
        target.add(new LongField(indexed, number(value), Store.NO));
    }

    @Override
    public Query equalTo(@Nullable Object value) {
        return LongField.newExactQuery(indexed, number(value));
    }

    @Override
    public Query oneOf(List<@Nullable Object> values) {
        return LongField.newSetQuery(
                indexed, values.stream().mapToLong(this::number).toArray());
    }

    @Override
    public Query within(Range range) {
        if (!range.fits(type)) {
            throw DeclaredField.doesNotFit(name, type);
        }
        RangeBounds.Longs bounds = (RangeBounds.Longs) RangeBounds.of(type, range);
        return bounds.isEmpty()
                ? MatchNoDocsQuery.INSTANCE
                : LongField.newRangeQuery(indexed, bounds.least(), bounds.greatest());
    }

    @Override
    public Query beginningWith(@Nullable String prefix) {
        throw DeclaredField.doesNotFit(name, type, "has no prefix");
    }

    @Override
    public Query exists() {
        return new FieldExistsQuery(indexed);
    }

    private long number(@Nullable Object value) {
        return DeclaredField.fitting(
                type == FieldType.DATE ? FieldValue.epochMillis(value) : FieldValue.integer(value), name, type);
    }
}
