package io.vicinal.kafka.document;

import static io.vicinal.contracts.document.DocumentLimits.FIELD_VALUES;
import static io.vicinal.contracts.document.DocumentLimits.KEYWORD_BYTES;
import static io.vicinal.contracts.document.DocumentLimits.TEXT_BYTES;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.FieldType;
import io.vicinal.contracts.collection.FieldValue;
import io.vicinal.contracts.error.Problem;
import io.vicinal.contracts.error.ProblemType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the value of a declared field must be. */
final class FieldRules {
    private static final int NAME_SHOWN = 100;

    static Optional<Problem> check(String name, @Nullable Object value, Collection collection) {
        FieldType type = collection.fields().get(name);
        if (type == null) {
            String shown = name.length() <= NAME_SHOWN ? name : name.substring(0, NAME_SHOWN) + '…';
            return Optional.of(ProblemType.UNDECLARED_FIELD.of(
                    "fields." + shown,
                    "The collection declares no field \"%s\"; its fields are %s."
                            .formatted(shown, new TreeSet<>(collection.fields().keySet()))));
        }
        String field = "fields." + name;
        if (!(value instanceof List<?> values)) {
            return single(field, type, value);
        }
        if (values.size() > FIELD_VALUES) {
            return Optional.of(
                    ProblemType.TOO_LARGE.of(field, "\"%s\" has more than %,d values.".formatted(field, FIELD_VALUES)));
        }
        return values.stream()
                .flatMap(each -> single(field, type, each).stream())
                .findFirst();
    }

    private static Optional<Problem> single(String field, FieldType type, @Nullable Object value) {
        if (!FieldValue.fits(type, value)) {
            return Optional.of(ProblemType.WRONG_TYPE.of(
                    field,
                    "\"%s\" is declared %s and takes %s, or an array of them; leave it out where there is none."
                            .formatted(field, type.name().toLowerCase(Locale.ROOT), FieldValue.kind(type))));
        }
        int limit = type == FieldType.KEYWORD ? KEYWORD_BYTES : TEXT_BYTES;
        return value instanceof String text && Utf8.exceeds(text, limit)
                ? Optional.of(ProblemType.TOO_LARGE.of(
                        field, "\"%s\" has a value of more than %,d bytes of UTF-8.".formatted(field, limit)))
                : Optional.empty();
    }

    private FieldRules() {}
}
