package io.vicinal.retrieval.filter;

import io.vicinal.contracts.collection.FieldType;
import io.vicinal.contracts.collection.FieldValue;
import io.vicinal.contracts.filter.Filter;
import io.vicinal.contracts.filter.Filter.Range;
import java.util.List;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** A document's id: a term on every member of its block. */
public final class DocumentId implements FilterField {
    /** The Lucene field. */
    public static final String INDEXED = "_id";

    static final DocumentId INSTANCE = new DocumentId();

    @Override
    public Query equalTo(@Nullable Object value) {
        return new TermQuery(new Term(INDEXED, id(value)));
    }

    @Override
    public Query oneOf(List<@Nullable Object> values) {
        return new TermInSetQuery(
                INDEXED, values.stream().map(DocumentId::id).map(BytesRef::new).toList());
    }

    @Override
    public Query within(Range range) {
        throw DeclaredField.doesNotFit(Filter.ID, FieldType.KEYWORD, "has no range");
    }

    @Override
    public Query beginningWith(@Nullable String prefix) {
        return new PrefixQuery(new Term(INDEXED, id(prefix)));
    }

    @Override
    public Query exists() {
        return MatchAllDocsQuery.INSTANCE;
    }

    private static String id(@Nullable Object value) {
        return DeclaredField.fitting(FieldValue.string(value), Filter.ID, FieldType.KEYWORD);
    }

    private DocumentId() {}
}
