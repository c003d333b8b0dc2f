package io.vicinal.gateway.search;

import io.vicinal.gateway.search.Fetcher.Fetched;

/**
 * What an attempt found.
 *
 * @param partiality which shards had no candidates to give
 * @param page what was to be fetched
 */
record Found(Partiality partiality, Fetched fetched, Page page) {

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
