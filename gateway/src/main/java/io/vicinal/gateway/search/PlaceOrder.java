package io.vicinal.gateway.search;

import io.vicinal.contracts.collection.FieldType;
import io.vicinal.contracts.search.RetrievalApi.SortPlace;
import io.vicinal.contracts.search.SortKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The order of places that shards sort by: strings by the bytes of their UTF-8, what has no value last, ids at the end. */
record PlaceOrder(List<SortKey> keys, Map<String, FieldType> declared) implements Comparator<SortPlace> {

    @Override
    public int compare(SortPlace a, SortPlace b) {
        for (int i = 0; i < keys.size(); i++) {
            int order = compare(a.values().get(i), b.values().get(i), keys.get(i));
            if (order != 0) {
                return order;
            }
        }
        return bytes(a.id(), b.id());
    }

    private int compare(@Nullable Object a, @Nullable Object b, SortKey key) {
        if (a == null || b == null) {
            return Boolean.compare(a == null, b == null);
        }
        int order = switch (type(key)) {
            case LONG, DATE -> Long.compare(((Number) a).longValue(), ((Number) b).longValue());
            case DOUBLE -> Double.compare(((Number) a).doubleValue(), ((Number) b).doubleValue());
            case KEYWORD, TEXT, BOOLEAN -> bytes((String) a, (String) b);
        };
        return key.isDescending() ? -order : order;
    }

    /** The values as documents write them. */
    List<@Nullable Object> shown(SortPlace place) {
        List<@Nullable Object> shown = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            Object value = place.values().get(i);
            shown.add(
                    switch (type(keys.get(i))) {
                        case DATE ->
                            value instanceof Number ms
                                    ? Instant.ofEpochMilli(ms.longValue()).toString()
                                    : null;
                        case BOOLEAN -> value instanceof String bool ? Boolean.valueOf(bool) : null;
                        case KEYWORD, TEXT, LONG, DOUBLE -> value;
                    });
        }
        return shown;
    }

    /** The id is a keyword. */
    private FieldType type(SortKey key) {
        return declared.getOrDefault(key.field(), FieldType.KEYWORD);
    }

    private static int bytes(String a, String b) {
        return Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }
}
