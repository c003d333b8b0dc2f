package io.vicinal.retrieval.filter;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/** What a filter means, said without an index: of a document as a map of fields to lists of JSON values, {@code id} among them. */
final class FilterModel {

    @SuppressWarnings("unchecked")
    static boolean matches(Map<String, Object> filter, Map<String, List<Object>> document) {
        return filter.entrySet().stream().allMatch(operator -> {
            Object asked = operator.getValue();
            return switch (operator.getKey()) {
                case "eq" -> each(asked, document, (values, one) -> has(values, one));
                case "ne" -> each(asked, document, (values, one) -> !has(values, one));
                case "in", "contains_any" ->
                    each(
                            asked,
                            document,
                            (values, some) -> ((List<Object>) some).stream().anyMatch(one -> has(values, one)));
                case "contains_all" ->
                    each(
                            asked,
                            document,
                            (values, all) -> ((List<Object>) all).stream().allMatch(one -> has(values, one)));
                case "range" ->
                    each(
                            asked,
                            document,
                            (values, range) ->
                                    values.stream().anyMatch(value -> within(value, (Map<String, Object>) range)));
                case "prefix" ->
                    each(
                            asked,
                            document,
                            (values, start) ->
                                    values.stream().anyMatch(value -> ((String) value).startsWith((String) start)));
                case "exists" ->
                    ((List<String>) asked)
                            .stream().noneMatch(name -> of(document, name).isEmpty());
                case "and" -> filters(asked).stream().allMatch(filter1 -> matches(filter1, document));
                case "or" -> filters(asked).stream().anyMatch(filter1 -> matches(filter1, document));
                case "not" -> !matches((Map<String, Object>) asked, document);
                default -> throw new IllegalArgumentException(operator.getKey());
            };
        });
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> filters(Object asked) {
        return (List<Map<String, Object>>) asked;
    }

    @SuppressWarnings("unchecked")
    private static boolean each(
            Object asked, Map<String, List<Object>> document, BiPredicate<List<Object>, Object> holds) {
        return ((Map<String, Object>) asked)
                .entrySet().stream()
                        .allMatch(condition -> holds.test(of(document, condition.getKey()), condition.getValue()));
    }

    private static List<Object> of(Map<String, List<Object>> document, String name) {
        return document.getOrDefault(name, List.of());
    }

    private static boolean has(List<Object> values, Object wanted) {
        return values.stream().anyMatch(value -> compare(value, wanted, Instant.class) == 0);
    }

    private static boolean within(Object value, Map<String, Object> range) {
        return range.entrySet().stream().allMatch(bound -> {
            Object limit = bound.getValue();
            boolean day = limit instanceof String text && text.length() == 10;
            Predicate<Integer> holds = switch (bound.getKey()) {
                case "gt" -> order -> order > 0;
                case "gte" -> order -> order >= 0;
                case "lt" -> order -> order < 0;
                default -> order -> order <= 0;
            };
            // after a day is after all of it, up to a day is up to its end
            boolean end = day && (bound.getKey().equals("gt") || bound.getKey().equals("lte"));
            return holds.test(compare(value, limit, end ? LocalDate.class : Instant.class));
        });
    }

    /** @param as whether a date without a time is its first moment, or all of the day that the value falls on */
    private static int compare(Object value, Object other, Class<?> as) {
        return switch (value) {
            case Boolean bool -> bool.compareTo((Boolean) other);
            case Number number
            when other instanceof Number to ->
                number instanceof Double || to instanceof Double
                        ? Double.compare(number.doubleValue() + 0.0, to.doubleValue() + 0.0)
                        : Long.compare(number.longValue(), to.longValue());
            case String text
            when isDate(text) ->
                as == LocalDate.class
                        ? instant(text).truncatedTo(ChronoUnit.DAYS).compareTo(instant((String) other))
                        : instant(text).compareTo(instant((String) other));
            default -> ((String) value).compareTo((String) other);
        };
    }

    private static boolean isDate(String text) {
        return text.matches("\\d{4}-\\d\\d-\\d\\d.*");
    }

    private static Instant instant(String text) {
        return text.length() == 10
                ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                : OffsetDateTime.parse(text).toInstant();
    }

    private FilterModel() {}
}
