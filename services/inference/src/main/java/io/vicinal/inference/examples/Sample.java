package io.vicinal.inference.examples;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Function;

/**
 * Takes any number of documents, and keeps those with the least hashes of their ids: the same from the same documents in any
 * order, in memory for {@code most}.
 */
public final class Sample<T> {
    private record Kept<T>(long order, String id, T item) {}

    private static final Comparator<Kept<?>> LAST_FIRST = Comparator.<Kept<?>>comparingLong(Kept::order)
            .thenComparing(Kept::id)
            .reversed();

    private final int most;
    private final Function<T, String> id;
    private final PriorityQueue<Kept<T>> kept = new PriorityQueue<>(LAST_FIRST);
    private long seen;

    /** @param most at least 1 */
    public Sample(int most, Function<T, String> id) {
        this.most = most;
        this.id = id;
    }

    public void add(T item) {
        seen++;
        String name = id.apply(item);
        kept.add(new Kept<>(IdOrder.of(name), name, item));
        if (kept.size() > most) {
            kept.remove();
        }
    }

    /** How many were given. */
    public long seen() {
        return seen;
    }

    /** In the order of their ids' hashes. */
    public List<T> items() {
        List<Kept<T>> all = new ArrayList<>(kept);
        all.sort(LAST_FIRST.reversed());
        return all.stream().map(Kept::item).toList();
    }
}
