package io.vicinal.gateway.search;

import io.vicinal.gateway.search.Pool.Chosen;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** @param next the cursor of the page after, or null where there is none */
record Page(List<Chosen> hits, @Nullable String next) {
    static final Page EMPTY = new Page(List.of(), null);
}
