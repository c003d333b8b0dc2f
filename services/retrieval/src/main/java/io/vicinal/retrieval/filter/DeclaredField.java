package io.vicinal.retrieval.filter;

import io.vicinal.contracts.collection.FieldType;
import io.vicinal.contracts.error.ProblemType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.DoublePoint;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.jspecify.annotations.Nullable;

/**
 * A declared field in the index: keywords and booleans are exact terms, numbers and dates are points. Several values are
 * several terms or points. Text fields are stored with the document and not indexed.
 */
public final class DeclaredField {
    private final String name;
    private final FieldType type;
    private final String indexed;

    DeclaredField(String name, FieldType type) {
        this.name = name;
        this.type = type;
        // prefixed, so that a user's name never meets one of ours
        this.indexed = "f." + name;
    }

    /**
     * Adds a document's fields to a Lucene document.
     *
     * @throws io.vicinal.contracts.error.ProblemException for an undeclared field or a value that does not fit its type
     */
    public static void index(Map<String, Object> fields, Map<String, FieldType> declared, Document target) {
        fields.forEach((name, value) -> of(name, declared).add(value, target));
    }

    static DeclaredField of(String name, Map<String, FieldType> declared) {
        FieldType type = declared.get(name);
        if (type == null) {
            throw ProblemType.UNDECLARED_FIELD.exception(
                    "fields." + name, "the field " + name + " is not declared in this collection");
        }
        return new DeclaredField(name, type);
    }

    private void add(@Nullable Object value, Document target) {
        Collection<?> values = value instanceof Collection<?> many ? many : value == null ? List.of() : List.of(value);
        for (Object one : values) {
            switch (type) {
                case KEYWORD, BOOLEAN -> target.add(new StringField(indexed, term(one), Store.NO));
                case LONG, DATE -> target.add(new LongPoint(indexed, number(one)));
                case DOUBLE -> target.add(new DoublePoint(indexed, FieldValue.real(name, one)));
                case TEXT -> FieldValue.string(name, type, one);
            }
        }
    }

    /** Documents that have the value among the field's values. */
    Query equalTo(@Nullable Object value) {
        return switch (type) {
            case KEYWORD, BOOLEAN -> new TermQuery(new Term(indexed, term(value)));
            case LONG, DATE -> LongPoint.newExactQuery(indexed, number(value));
            case DOUBLE -> DoublePoint.newExactQuery(indexed, FieldValue.real(name, value));
            case TEXT ->
                throw ProblemType.INVALID_VALUE.exception(
                        name,
                        "the field " + name + " is of type text, which cannot be filtered; declare it as keyword");
        };
    }

    private String term(@Nullable Object value) {
        return type == FieldType.BOOLEAN
                ? Boolean.toString(FieldValue.bool(name, value))
                : FieldValue.string(name, type, value);
    }

    private long number(@Nullable Object value) {
        return type == FieldType.DATE ? FieldValue.epochMillis(name, value) : FieldValue.integer(name, value);
    }
}
