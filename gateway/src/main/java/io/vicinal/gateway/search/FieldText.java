package io.vicinal.gateway.search;

import io.vicinal.contracts.collection.FieldType;
import java.time.Instant;
import java.util.Comparator;

/** Values of fields that shards wrote as text. */
final class FieldText {

    /** As documents write it. */
    static Object value(String text, FieldType type) {
        return switch (type) {
            case LONG -> Long.valueOf(text);
            case DOUBLE -> Double.valueOf(text);
            case BOOLEAN -> Boolean.valueOf(text);
            case KEYWORD, TEXT, DATE -> text;
        };
    }

    static Comparator<String> order(FieldType type) {
        return switch (type) {
            case LONG -> Comparator.comparingLong(Long::parseLong);
            case DOUBLE -> Comparator.comparingDouble(Double::parseDouble);
            case DATE -> Comparator.comparing(Instant::parse);
            case KEYWORD, TEXT, BOOLEAN -> Comparator.naturalOrder();
        };
    }

    private FieldText() {}
}
