package io.vicinal.gateway.search;

import io.vicinal.gateway.search.Pool.Chosen;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param next the cursor of the page after, or null where there is none
 * @param warning what is to be said of its order, or null
 */
record Page(
        List<Chosen> hits, @Nullable String next, @Nullable String warning) {
    static final Page EMPTY = new Page(List.of(), null);

    /** Of which nothing need be said. */
    Page(List<Chosen> hits, @Nullable String next) {
        this(hits, next, null);
    }

    Page with(@Nullable String said) {
        return new Page(hits, next, said);
    }
}
