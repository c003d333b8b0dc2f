package io.vicinal.retrieval.filter;

import io.vicinal.contracts.collection.FieldType;
import io.vicinal.contracts.collection.FieldValue;
import io.vicinal.contracts.filter.Filter.Range;
import java.util.List;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.KeywordField;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** A keyword or boolean: an exact term, and a column of the terms' ordinals. */
record IndexedKeyword(String name, String indexed, FieldType type) implements IndexedField {

    @Override
    public void add(@Nullable Object value, Document target) {
        target.add(new KeywordField(indexed, term(value), Store.NO));
    }

    @Override
    public Query equalTo(@Nullable Object value) {
        return new TermQuery(new Term(indexed, term(value)));
    }

    @Override
    public Query oneOf(List<@Nullable Object> values) {
        return KeywordField.newSetQuery(
                indexed, values.stream().map(this::term).map(BytesRef::new).toList());
    }

    @Override
    public Query within(Range range) {
        throw DeclaredField.doesNotFit(name, type, "has no range");
    }

    @Override
    public Query beginningWith(@Nullable String prefix) {
        if (type == FieldType.BOOLEAN) {
            throw DeclaredField.doesNotFit(name, type, "has no prefix");
        }
        return new PrefixQuery(new Term(indexed, term(prefix)));
    }

    @Override
    public Query exists() {
        return new FieldExistsQuery(indexed);
    }

    private String term(@Nullable Object value) {
        String term = type == FieldType.BOOLEAN
                ? value instanceof Boolean bool ? bool.toString() : null
                : FieldValue.string(value);
        return DeclaredField.fitting(term, name, type);
    }
}
