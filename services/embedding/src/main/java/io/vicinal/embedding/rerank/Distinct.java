package io.vicinal.embedding.rerank;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The texts of a request with each one once, so that one that is there twice is read once and scored alike.
 *
 * @param texts none of them blank
 * @param first where each of them stands first in the request
 * @param of which of them each text of the request is; {@link #BLANK} where it has no word
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Distinct(List<String> texts, List<Integer> first, int[] of) {
    static final int BLANK = -1;

    static Distinct of(List<String> all) {
        Map<String, Integer> places = new LinkedHashMap<>();
        List<Integer> first = new ArrayList<>();
        int[] of = new int[all.size()];
        for (int i = 0; i < of.length; i++) {
            String text = all.get(i);
            if (text.isBlank()) {
                of[i] = BLANK;
                continue;
            }
            Integer place = places.putIfAbsent(text, first.size());
            if (place == null) {
                of[i] = first.size();
                first.add(i);
            } else {
                of[i] = place;
            }
        }
        return new Distinct(List.copyOf(places.keySet()), first, of);
    }

    /** {@code double[request]} of {@code double[distinct]}. */
    double[] spread(double[] values, double ofBlank) {
        double[] all = new double[of.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = of[i] == BLANK ? ofBlank : values[of[i]];
        }
        return all;
    }
}
