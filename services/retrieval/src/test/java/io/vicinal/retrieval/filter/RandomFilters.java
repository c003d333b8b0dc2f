package io.vicinal.retrieval.filter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Documents and filters over few enough values that they meet. */
final class RandomFilters {
    private static final List<Object> TOPICS = List.of("a", "ab", "abc", "b", "ba", "ä", "日本", "A");
    private static final List<Object> YEARS = List.of(Long.MIN_VALUE, -1, 0, 1, 2, 1450, 1451, Long.MAX_VALUE);
    private static final List<Object> PRICES = List.of(-1.5, -0.0, 0, 0.5, Double.MIN_VALUE, 1e300, 3);
    private static final List<Object> DAYS = List.of(
            "2024-05-01",
            "2024-05-01T00:00:00Z",
            "2024-05-01T12:00:00+02:00",
            "2024-05-01T10:00:00Z",
            "2024-05-01T23:59:59.999Z",
            "2024-05-02T01:00:00+02:00",
            "2024-05-02",
            "1969-12-31T23:59:59.999Z",
            "1970-01-01");
    static final Map<String, List<Object>> VALUES = new TreeMap<>(
            Map.of("topic", TOPICS, "year", YEARS, "price", PRICES, "open", List.of(true, false), "day", DAYS));
    private static final List<String> RANGED = List.of("year", "price", "day");

    private final Random random;
    private final int documents;

    RandomFilters(Random random, int documents) {
        this.random = random;
        this.documents = documents;
    }

    /** Each field is missing, has one value, or has several. */
    Map<String, Object> fields() {
        Map<String, Object> fields = new TreeMap<>();
        VALUES.forEach((name, values) -> {
            int count = random.nextInt(5);
            if (count == 1) {
                fields.put(name, one(values));
            } else if (count > 1 || random.nextBoolean()) {
                fields.put(name, some(count, values));
            }
        });
        return fields;
    }

    Map<String, Object> filter(int depth) {
        Map<String, Object> filter = new LinkedHashMap<>();
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            String field = one(List.copyOf(VALUES.keySet()));
            List<Object> values = VALUES.get(field);
            if (random.nextInt(6) == 0) {
                field = "id";
                values = IntStream.range(0, documents)
                        .<Object>mapToObj(d -> "d" + d)
                        .toList();
            }
            switch (random.nextInt(depth > 0 ? 12 : 9)) {
                case 0 -> filter.put("eq", Map.of(field, one(values)));
                case 1 -> filter.put("ne", Map.of(field, one(values)));
                case 2 -> filter.put("in", Map.of(field, some(1 + random.nextInt(4), values)));
                case 3 -> filter.put("contains_any", Map.of(field, some(1 + random.nextInt(4), values)));
                case 4 -> filter.put("contains_all", Map.of(field, some(1 + random.nextInt(2), values)));
                case 5 -> filter.put("exists", List.of(field));
                case 6 ->
                    filter.put("prefix", random.nextBoolean() ? Map.of("topic", one(TOPICS)) : Map.of("id", "d1"));
                case 7, 8 -> filter.put("range", range());
                case 9 -> filter.put("and", several(() -> filter(depth - 1)));
                case 10 -> filter.put("or", several(() -> filter(depth - 1)));
                default -> filter.put("not", filter(depth - 1));
            }
        }
        return filter;
    }

    private Map<String, Object> range() {
        String field = one(RANGED);
        Map<String, Object> bounds = new LinkedHashMap<>();
        if (random.nextInt(3) > 0) {
            bounds.put(one(List.of("gt", "gte")), one(VALUES.get(field)));
        }
        if (bounds.isEmpty() || random.nextBoolean()) {
            bounds.put(one(List.of("lt", "lte")), one(VALUES.get(field)));
        }
        return Map.of(field, bounds);
    }

    private <T> T one(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private List<Object> some(int count, List<Object> values) {
        List<Object> some = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            some.add(one(values));
        }
        return some;
    }

    private <T> List<T> several(Supplier<T> supplier) {
        List<T> several = new ArrayList<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            several.add(supplier.get());
        }
        return several;
    }
}
