package io.vicinal.retrieval.filter;

import io.vicinal.contracts.collection.FieldType;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.filter.Filter;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.SortedNumericDocValues;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.util.NumericUtils;

/**
 * The column of a declared field's values, by which documents are sorted, grouped and counted.
 *
 * @param indexed the Lucene field
 */
public record FieldColumn(String name, String indexed, FieldType type) {

    /** @throws io.vicinal.contracts.error.ProblemException for a field that is not declared, or has none */
    public static FieldColumn of(String name, Map<String, FieldType> declared) {
        return switch (DeclaredField.of(name, declared)) {
            case IndexedKeyword field -> new FieldColumn(name, field.indexed(), field.type());
            case IndexedLong field -> new FieldColumn(name, field.indexed(), field.type());
            case IndexedDouble field -> new FieldColumn(name, field.indexed(), FieldType.DOUBLE);
            case ReadText _ ->
                throw ProblemType.INVALID_VALUE.exception(
                        name, "the field " + name + " is text, which is not sorted, grouped or counted by");
        };
    }

    /** Whether it holds terms, else numbers. */
    public boolean isTerms() {
        return type == FieldType.KEYWORD || type == FieldType.BOOLEAN;
    }

    public SortedSetDocValues terms(LeafReader segment) throws IOException {
        return DocValues.getSortedSet(segment, indexed);
    }

    /** Longs, dates in milliseconds, or the sortable bits of doubles; several of a document in ascending order. */
    public SortedNumericDocValues numbers(LeafReader segment) throws IOException {
        return DocValues.getSortedNumeric(segment, indexed);
    }

    /** A number of the column as text: a date as an instant in UTC. */
    public String text(long number) {
        return switch (type) {
            case DATE -> Instant.ofEpochMilli(number).toString();
            case DOUBLE -> Double.toString(NumericUtils.sortableLongToDouble(number));
            default -> Long.toString(number);
        };
    }

    /** Whether the name is that of every document's id. */
    public static boolean isId(String name) {
        return name.equals(Filter.ID);
    }
}
