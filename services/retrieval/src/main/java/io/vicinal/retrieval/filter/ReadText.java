package io.vicinal.retrieval.filter;

import io.vicinal.contracts.collection.FieldType;
import io.vicinal.contracts.collection.FieldValue;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.filter.Filter.Range;
import java.util.List;
import org.apache.lucene.document.Document;
import org.apache.lucene.search.Query;
import org.jspecify.annotations.Nullable;

/** A text field: shown with its document, neither searched nor filtered by. */
record ReadText(String name) implements IndexedField {

    @Override
    public void add(@Nullable Object value, Document target) {
        DeclaredField.fitting(FieldValue.string(value), name, FieldType.TEXT);
    }

    @Override
    public Query equalTo(@Nullable Object value) {
        throw notFiltered();
    }

    @Override
    public Query oneOf(List<@Nullable Object> values) {
        throw notFiltered();
    }

    @Override
    public Query within(Range range) {
        throw notFiltered();
    }

    @Override
    public Query beginningWith(@Nullable String prefix) {
        throw notFiltered();
    }

    @Override
    public Query exists() {
        throw notFiltered();
    }

    private ProblemException notFiltered() {
        return DeclaredField.doesNotFit(name, FieldType.TEXT, "cannot be filtered; declare it as keyword");
    }
}
