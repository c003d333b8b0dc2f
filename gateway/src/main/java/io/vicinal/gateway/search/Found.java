package io.vicinal.gateway.search;

import io.vicinal.gateway.search.Fetcher.Fetched;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt found.
 *
 * @param partiality which shards had no candidates to give
 * @param next the cursor of the next page, or null where there is none
 * @param warning what is to be said of the order, or null
 */
record Found(
        Partiality partiality,
        Fetched fetched,
        @Nullable String next,
        @Nullable String warning) {

    /** Whether the texts of all that was found are there. */
    boolean hasItsTexts() {
        return fetched.lost().isEmpty();
    }

    /** The shards that are missing, be it their candidates or their texts. */
    Partiality all() {
        return partiality.and(fetched.lost());
    }

    /** This, unless the other misses fewer shards. */
    Found orBetter(Found other) {
        return other.all().missing() < all().missing() ? other : this;
    }
}
