package io.vicinal.gateway.search;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.FieldType;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.search.Filter;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Equality over declared fields, with a value of the field's type. */
public final class FilterRules {

    /** @return null where nothing is filtered */
    public static @Nullable Filter check(@Nullable Filter filter, Collection collection) {
        Map<String, Object> eq = filter == null ? null : filter.eq();
        if (eq == null || eq.isEmpty()) {
            return null;
        }
        eq.forEach((name, value) -> {
            FieldType type = collection.fields().get(name);
            if (type == null) {
                throw ProblemType.UNDECLARED_FIELD.exception(
                        "filter.eq." + name,
                        "The collection " + collection.name() + " declares no field " + name + "; it declares "
                                + (collection.fields().isEmpty()
                                        ? "none."
                                        : String.join(
                                                        ", ",
                                                        new TreeSet<>(collection
                                                                .fields()
                                                                .keySet())) + "."));
            }
            check(name, type, value);
        });
        return filter;
    }

    private static void check(String name, FieldType type, @Nullable Object value) {
        switch (type) {
            case KEYWORD -> require(value instanceof String, name, "a string, as the field is a keyword");
            case BOOLEAN -> require(value instanceof Boolean, name, "true or false, as the field is a boolean");
            case LONG -> require(isLong(value), name, "a whole number of 64 bits, as the field is a long");
            case DOUBLE ->
                require(
                        value instanceof Number n && Double.isFinite(n.doubleValue()),
                        name,
                        "a number, as the field is a double");
            case DATE ->
                require(
                        value instanceof String s && isDate(s),
                        name,
                        "a date such as \"2024-05-01\" or \"2024-05-01T12:00:00Z\", as the field is a date");
            case TEXT ->
                throw ProblemType.INVALID_VALUE.exception(
                        "filter.eq." + name,
                        "The field " + name
                                + " is text, which is read and not compared; declare it as keyword to filter"
                                + " by it.");
        }
    }

    private static boolean isLong(@Nullable Object value) {
        return value instanceof Integer
                || value instanceof Long
                || (value instanceof BigInteger b && b.bitLength() < 64);
    }

    private static boolean isDate(String value) {
        try {
            if (value.indexOf('T') < 0) {
                LocalDate.parse(value);
            } else {
                OffsetDateTime.parse(value);
            }
            return true;
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    private static void require(boolean holds, String name, String wanted) {
        if (!holds) {
            throw wrong(name, wanted);
        }
    }

    private static ProblemException wrong(String name, String wanted) {
        return ProblemType.WRONG_TYPE.exception("filter.eq." + name, "filter.eq." + name + " must be " + wanted + ".");
    }

    private FilterRules() {}
}
