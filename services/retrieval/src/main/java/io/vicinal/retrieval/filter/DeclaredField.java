package io.vicinal.retrieval.filter;

import io.vicinal.contracts.collection.FieldType;
import io.vicinal.contracts.collection.FieldValue;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.lucene.document.Document;
import org.jspecify.annotations.Nullable;

/**
 * A declared field in the index: what finds documents by a value, and the column of its values for sorting, grouping and
 * counting. Text fields are stored with the document and have neither.
 */
public final class DeclaredField {

    /**
     * Adds a document's fields to a Lucene document.
     *
     * @throws ProblemException for an undeclared field or a value that does not fit its type
     */
    public static void index(Map<String, Object> fields, Map<String, FieldType> declared, Document target) {
        fields.forEach((name, value) -> {
            IndexedField field = of(name, declared);
            Collection<?> values =
                    value instanceof Collection<?> many ? many : value == null ? List.of() : Set.of(value);
            values.forEach(each -> field.add(each, target));
        });
    }

    /** How a field that a document or filter names is indexed. */
    static IndexedField of(String name, Map<String, FieldType> declared) {
        FieldType type = declared.get(name);
        if (type == null) {
            throw ProblemType.UNDECLARED_FIELD.exception(
                    "fields." + name,
                    "the field " + name + " is not declared in this collection, which declares "
                            + new TreeSet<>(declared.keySet()));
        }
        // prefixed, so that a user's name never meets one of ours
        String indexed = "f." + name;
        return switch (type) {
            case KEYWORD, BOOLEAN -> new IndexedKeyword(name, indexed, type);
            case LONG, DATE -> new IndexedLong(name, indexed, type);
            case DOUBLE -> new IndexedDouble(name, indexed);
            case TEXT -> new ReadText(name);
        };
    }

    /** @param wanted what the type takes, or what to do instead */
    static ProblemException doesNotFit(String name, FieldType type, String wanted) {
        return ProblemType.INVALID_VALUE.exception(
                name, "the field " + name + " is of type " + type.name().toLowerCase(Locale.ROOT) + " and " + wanted);
    }

    static ProblemException doesNotFit(String name, FieldType type) {
        return doesNotFit(name, type, "takes " + FieldValue.kind(type));
    }

    static <T> T fitting(@Nullable T value, String name, FieldType type) {
        if (value == null) {
            throw doesNotFit(name, type);
        }
        return value;
    }

    private DeclaredField() {}
}
