package io.vicinal.retrieval.candidates;

import io.vicinal.contracts.collection.VectorFormat;

/**
 * How hard a graph is searched: more neighbours explored is more recall, and as much more time (the {@code ef} of Malkov
 * and Yashunin, 2016). More are explored than a query asks for, since the exact cosine orders what was found.
 *
 * @param neighbours explored for a query that asks for {@link #LEAST} or fewer; in proportion for more
 */
public record SearchEffort(int neighbours) {
    /** Fewer are not worth it: below it recall falls quickly and little time is saved. */
    public static final int LEAST = 100;
    /** More are not worth it: a scan of the whole shard would be as fast. */
    public static final int MOST = 10_000;

    /** Where nobody asks for a recall: the more, the coarser the graph's copy of the vectors is. */
    public static SearchEffort usual(VectorFormat format) {
        return new SearchEffort(
                switch (format) {
                    case FLOAT32, INT8 -> 150;
                    case INT4, BINARY -> 200;
                });
    }

    /** Within {@link #LEAST} and {@link #MOST}. */
    public SearchEffort times(double factor) {
        return new SearchEffort((int) Math.clamp(Math.ceil(neighbours * factor), LEAST, MOST));
    }

    /** @param count what the query asks for */
    public int explored(int count) {
        return Math.max(count, (int) Math.ceil((double) Math.max(count, LEAST) / LEAST * neighbours));
    }
}
