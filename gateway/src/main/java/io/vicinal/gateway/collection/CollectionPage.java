package io.vicinal.gateway.collection;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.error.ProblemType;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of the collections, by name.
 *
 * @param nextCursor send it as {@code cursor} to go on; null on the last page
 */
@JsonInclude(Include.NON_NULL)
record CollectionPage(
        List<Collection> collections, @Nullable String nextCursor) {
    static final int MAX_LIMIT = 1000;

    /** @param sorted by name */
    static CollectionPage of(List<Collection> sorted, int limit, @Nullable String cursor) {
        String after = cursor == null ? "" : decode(cursor);
        List<Collection> rest =
                sorted.stream().filter(c -> c.name().compareTo(after) > 0).toList();
        List<Collection> page = rest.subList(0, Math.min(limit, rest.size()));
        return new CollectionPage(
                page.stream().map(Collection::withoutMeans).toList(),
                page.size() == rest.size() ? null : encode(page.getLast().name()));
    }

    private static String encode(String name) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(name.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String cursor) {
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notBase64) {
            throw ProblemType.INVALID_VALUE.exception(
                    "cursor", "The cursor is none that was given out; take next_cursor of the page before, as it is.");
        }
    }
}
