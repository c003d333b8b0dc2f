package io.vicinal.inference.learn;

import java.util.List;

/** Values of a field of numbers. */
public final class Numbers {

    /** Of all that a document has. */
    public static double mean(List<Object> values) {
        return values.stream()
                .mapToDouble(value -> ((Number) value).doubleValue())
                .average()
                .orElseThrow();
    }

    private Numbers() {}
}
