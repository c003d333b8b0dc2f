package io.vicinal.gateway.search;

import io.vicinal.contracts.search.FacetRequest;
import io.vicinal.contracts.search.SortKey;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a search asks for besides its best hits.
 *
 * @param groupSize passages of each group that are shown
 * @param facets by field; empty for none
 * @param sort empty where hits are ranked
 * @param request what a cursor of this request is known by
 * @param cursor of the page before, or null on the first
 */
record Browsing(
        int groupSize,
        Map<String, FacetRequest> facets,
        List<SortKey> sort,
        String request,
        @Nullable Cursor cursor) {

    /** Nothing of it. */
    static final Browsing NONE = new Browsing(1, Map.of(), List.of(), "", null);

    boolean isSorted() {
        return !sort.isEmpty();
    }

    /** Hits on the pages before. */
    int offset() {
        return cursor == null ? 0 : cursor.seen().count();
    }

    Seen seen() {
        return cursor == null ? Seen.NOTHING : cursor.seen();
    }
}
