package io.vicinal.gateway.search;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.FieldType;
import io.vicinal.contracts.collection.FieldValue;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.filter.Filter;
import io.vicinal.contracts.search.Boost;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** By which fields scores may be boosted, and how. */
final class BoostRules {

    /** @param at its place in the request, such as {@code boosts[1]} */
    static void check(String at, @Nullable Boost boost, Collection collection) {
        if (boost == null || boost.field() == null) {
            throw missing(at + ".field", at + " names no field.");
        }
        if (boost.field().equals(Filter.ID)) {
            throw invalid(at + ".field", "Every document has an id of its own; to put some first, use pinned.");
        }
        FieldType type =
                FilterField.of(at + ".field", boost.field(), collection).type();
        weight(at + ".weight", boost.weight());
        if (Stream.of(boost.recency(), boost.numeric(), boost.values())
                        .filter(way -> way != null)
                        .count()
                != 1) {
            throw invalid(at, at + " has one of recency, numeric and values.");
        }
        if (boost.recency() != null) {
            fits(at + ".field", boost, type, type == FieldType.DATE, "recency is of dates");
            recency(at + ".recency", boost.recency());
        } else if (boost.numeric() != null) {
            boolean isNumber = type == FieldType.LONG || type == FieldType.DOUBLE;
            fits(at + ".field", boost, type, isNumber, "numeric is of long and double");
            numeric(at + ".numeric", boost.numeric());
        } else if (boost.values() != null) {
            boolean isTerm = type == FieldType.KEYWORD || type == FieldType.BOOLEAN;
            fits(at + ".field", boost, type, isTerm, "values are of keyword and boolean");
            values(at + ".values", boost.values(), type);
        }
    }

    private static void weight(String at, @Nullable Double weight) {
        if (weight == null) {
            throw missing(at, at + " is missing: how much of a score, which is scaled to 0 … 1, the boost is worth.");
        }
        if (!(Math.abs(weight) <= Boost.MAX_WEIGHT) || weight == 0) {
            throw invalid(
                    at,
                    at + " must be from -" + (int) Boost.MAX_WEIGHT + " to " + (int) Boost.MAX_WEIGHT
                            + " and not 0, not " + weight + ".");
        }
    }

    private static void fits(String at, Boost boost, FieldType type, boolean fits, String rule) {
        if (!fits) {
            throw invalid(
                    at,
                    "The field " + boost.field() + " is " + type.name().toLowerCase(Locale.ROOT) + ", and " + rule
                            + ".");
        }
    }

    private static void recency(String at, Boost.Recency recency) {
        if (recency.halfLife() == null) {
            throw missing(at + ".half_life", at + " needs a half_life, such as \"30d\".");
        }
        if (Boost.Recency.halfLife(recency.halfLife()) == null) {
            throw invalid(
                    at + ".half_life",
                    at + ".half_life is a whole number from 1 with s, m, h or d, at most 365000d, such as \"30d\".");
        }
        if (recency.origin() != null && !FieldValue.fits(FieldType.DATE, recency.origin())) {
            throw ProblemType.WRONG_TYPE.exception(
                    at + ".origin", at + ".origin must be " + FieldValue.kind(FieldType.DATE) + ".");
        }
    }

    private static void numeric(String at, Boost.Numeric numeric) {
        if (numeric.function() == null) {
            throw missing(at + ".function", at + " needs a function: linear, log1p or saturation.");
        }
        boolean saturates = numeric.function() == Boost.Function.SATURATION;
        if (saturates && numeric.pivot() == null) {
            throw missing(at + ".pivot", at + " needs a pivot: the number that is worth a half.");
        }
        if (!saturates && numeric.pivot() != null) {
            throw invalid(at + ".pivot", at + ".pivot is of saturation alone; leave it out.");
        }
        if (numeric.pivot() != null && !(numeric.pivot() > 0 && Double.isFinite(numeric.pivot()))) {
            throw invalid(at + ".pivot", at + ".pivot must be more than 0, not " + numeric.pivot() + ".");
        }
    }

    private static void values(String at, Map<String, @Nullable Double> values, FieldType type) {
        if (values.isEmpty() || values.size() > Boost.MAX_VALUES) {
            throw invalid(at, at + " has 1 to " + Boost.MAX_VALUES + " values, not " + values.size() + ".");
        }
        values.forEach((value, worth) -> {
            String here = at + "." + value;
            if (type == FieldType.BOOLEAN && !value.equals("true") && !value.equals("false")) {
                throw invalid(here, "The field is boolean: its values are true and false.");
            }
            if (worth == null || !(Math.abs(worth) <= 1)) {
                throw invalid(here, here + " must be from -1 to 1, not " + worth + ".");
            }
        });
    }

    private static ProblemException missing(String field, String detail) {
        return ProblemType.MISSING_VALUE.exception(field, detail);
    }

    private static ProblemException invalid(String field, String detail) {
        return ProblemType.INVALID_VALUE.exception(field, detail);
    }

    private BoostRules() {}
}
