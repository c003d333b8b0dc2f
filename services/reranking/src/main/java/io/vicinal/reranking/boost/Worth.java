package io.vicinal.reranking.boost;

import io.vicinal.contracts.collection.FieldValue;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.search.Boost;
import io.vicinal.reranking.fusion.Scale;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a value of a field is worth, before the weight. */
interface Worth {

    /** 0 to 1, or −1 to 1 where the request says it for each value. */
    double of(Object value);

    /**
     * @param column the values of all candidates, null where one has none
     * @param at the place in the request
     * @throws io.vicinal.contracts.error.ProblemException for a boost that says no way, or not all of it
     */
    static Worth of(Boost boost, List<@Nullable Object> column, String at, Instant now) {
        if (boost.recency() != null) {
            return recency(boost.recency(), at, now);
        }
        if (boost.numeric() != null) {
            return numeric(boost.numeric(), column, at);
        }
        if (boost.values() != null) {
            Map<String, Double> values = boost.values();
            return value -> Objects.requireNonNullElse(values.get(value.toString()), 0.0);
        }
        throw ProblemType.MISSING_VALUE.exception(at, at + " has none of recency, numeric and values.");
    }

    private static Worth recency(Boost.Recency recency, String at, Instant now) {
        Duration halfLife = Boost.Recency.halfLife(recency.halfLife());
        if (halfLife == null) {
            throw ProblemType.INVALID_VALUE.exception(
                    at + ".recency.half_life", recency.halfLife() + " is no half-life.");
        }
        Long given = FieldValue.epochMillis(recency.origin());
        double origin = given == null ? now.toEpochMilli() : given;
        return value -> {
            double age = Math.max(0, origin - number(value));
            return Math.pow(2, -age / halfLife.toMillis());
        };
    }

    private static Worth numeric(Boost.Numeric numeric, List<@Nullable Object> column, String at) {
        Boost.Function function = numeric.function();
        if (function == null) {
            throw ProblemType.MISSING_VALUE.exception(
                    at + ".numeric.function", at + ".numeric.function is linear, log1p or saturation.");
        }
        return switch (function) {
            case LINEAR -> {
                Scale scale = scale(column);
                yield value -> scale.of(number(value));
            }
            case LOG1P -> {
                double greatest = Math.log1p(Math.max(0, scale(column).max()));
                yield value -> greatest == 0 ? 0 : Math.log1p(Math.max(0, number(value))) / greatest;
            }
            case SATURATION -> {
                double pivot = numeric.pivot() == null ? 0 : numeric.pivot();
                if (!(pivot > 0)) {
                    throw ProblemType.MISSING_VALUE.exception(
                            at + ".numeric.pivot", "A saturation has a pivot of more than 0.");
                }
                yield value -> saturation(Math.max(0, number(value)), pivot);
            }
        };
    }

    /** Divided by the pivot first, so that no sum of two large numbers is infinite. */
    private static double saturation(double number, double pivot) {
        double times = number / pivot;
        return Double.isInfinite(times) ? 1 : times / (times + 1);
    }

    private static Scale scale(List<@Nullable Object> column) {
        return Scale.of(column.stream()
                .filter(Objects::nonNull)
                .mapToDouble(Worth::number)
                .toArray());
    }

    private static double number(@Nullable Object value) {
        return value instanceof Number number ? number.doubleValue() : Double.NaN;
    }
}
