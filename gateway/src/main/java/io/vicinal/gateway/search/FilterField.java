package io.vicinal.gateway.search;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.FieldType;
import io.vicinal.contracts.collection.FieldValue;
import io.vicinal.contracts.document.DocumentLimits;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.filter.Filter;
import io.vicinal.contracts.filter.Filter.Range;
import io.vicinal.contracts.filter.RangeBounds;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A field where a filter names it, and what may be asked of it there.
 *
 * @param at the place in the request, such as {@code filter.or[1].range.year}
 * @param type a document's id is a keyword
 */
record FilterField(String at, String name, FieldType type) {
    private static final int SHOWN = 64;

    /** Refuses fields that are not declared, and text. */
    static FilterField of(String at, String name, Collection collection) {
        if (name.equals(Filter.ID)) {
            return new FilterField(at, name, FieldType.KEYWORD);
        }
        FieldType type = collection.fields().get(name);
        if (type == null) {
            throw ProblemType.UNDECLARED_FIELD.exception(
                    at,
                    "The collection " + collection.name() + " declares no field " + shown(name) + "; it declares "
                            + (collection.fields().isEmpty()
                                    ? "none"
                                    : String.join(
                                            ", ",
                                            new TreeSet<>(collection.fields().keySet())))
                            + ", and " + Filter.ID + " is every document's id.");
        }
        if (type == FieldType.TEXT) {
            throw invalid(
                    at,
                    "The field " + name + " is text, which is read and not compared; declare it as keyword to filter"
                            + " by it.");
        }
        return new FilterField(at, name, type);
    }

    void value(@Nullable Object value) {
        value(at, value);
    }

    void values(@Nullable List<@Nullable Object> values) {
        if (values == null) {
            throw wrong(at, "an array of values");
        }
        if (values.isEmpty()) {
            throw invalid(at, at + " is empty; it holds at least one value.");
        }
        if (values.size() > Filter.MAX_VALUES) {
            throw invalid(
                    at, at + " holds at most " + Filter.MAX_VALUES + " values, and this one " + values.size() + ".");
        }
        for (int i = 0; i < values.size(); i++) {
            value(at + "[" + i + "]", values.get(i));
        }
    }

    void range(@Nullable Range range) {
        if (type == FieldType.KEYWORD || type == FieldType.BOOLEAN) {
            throw invalid(
                    at,
                    "range compares numbers and dates, and " + name + " is a " + named()
                            + (type == FieldType.KEYWORD ? "; use prefix, eq or in." : "; use eq."));
        }
        if (range == null) {
            throw wrong(at, "an object with bounds");
        }
        boolean below = one("gt", range.gt(), "gte", range.gte());
        boolean above = one("lt", range.lt(), "lte", range.lte());
        if (!below && !above) {
            throw invalid(at, at + " needs a bound: at least one of gt, gte, lt and lte.");
        }
        if (RangeBounds.of(type, range).isEmpty()) {
            throw invalid(at, at + " is empty: no value lies within its bounds.");
        }
    }

    void prefix(@Nullable String prefix) {
        if (type != FieldType.KEYWORD) {
            throw invalid(at, "prefix looks at strings, and " + name + " is a " + named() + "; use eq, in or range.");
        }
        value(at, prefix);
        if (prefix != null && prefix.isEmpty()) {
            throw invalid(at, at + " is empty, as every value begins so; use exists.");
        }
    }

    /** @return whether one of two bounds that exclude each other is there */
    private boolean one(String open, @Nullable Object openBound, String closed, @Nullable Object closedBound) {
        if (openBound != null && closedBound != null) {
            throw invalid(at, at + " has both " + open + " and " + closed + "; give one of them.");
        }
        if (openBound != null) {
            value(at + "." + open, openBound);
        }
        if (closedBound != null) {
            value(at + "." + closed, closedBound);
        }
        return openBound != null || closedBound != null;
    }

    private void value(String here, @Nullable Object value) {
        if (!FieldValue.fits(type, value)) {
            throw wrong(
                    here,
                    FieldValue.kind(type) + ", as "
                            + (name.equals(Filter.ID) ? "an id is" : "the field is a " + named())
                            + (value == null ? "; for documents without a value, ask for not exists" : ""));
        }
        int most = name.equals(Filter.ID) ? DocumentLimits.ID_BYTES : DocumentLimits.KEYWORD_BYTES;
        if (value instanceof String text
                && type == FieldType.KEYWORD
                && text.length() > most / 3
                && text.getBytes(StandardCharsets.UTF_8).length > most) {
            throw invalid(
                    here, here + " has more than " + most + " bytes of UTF-8, longer than any value of " + name + ".");
        }
    }

    private String named() {
        return type.name().toLowerCase(Locale.ROOT);
    }

    private static String shown(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }

    private static ProblemException wrong(String field, String wanted) {
        return ProblemType.WRONG_TYPE.exception(field, field + " must be " + wanted + ".");
    }

    private static ProblemException invalid(String field, String detail) {
        return ProblemType.INVALID_VALUE.exception(field, detail);
    }
}
