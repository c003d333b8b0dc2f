package io.vicinal.gateway.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.json.Json;
import io.vicinal.contracts.search.RetrievalApi.SortPlace;
import io.vicinal.contracts.search.SearchRequest;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where a page ended: in a sorted list the place of its last document; in a ranked one, what was shown, and which state of
 * each shard it came from. Everything is in the cursor itself, so any gateway can go on with it.
 *
 * @param request what it belongs to
 * @param version of the collection that ranked; null in a sorted list, which any version goes on with
 * @param after in a sorted list
 * @param pins in a ranked one
 * @param shown in a ranked one, see {@link Seen}
 */
@JsonInclude(Include.NON_NULL)
@SuppressWarnings("ArrayRecordComponent") // never compared
record Cursor(
        String request,
        @Nullable Integer version,
        @Nullable SortPlace after,
        @Nullable List<Pin> pins,
        byte @Nullable [] shown) {
    /** The longest is of a ranked list at its end. */
    static final int MAX_LENGTH = 64 << 10;

    private static final JsonMapper ORDERED = Json.mapper()
            .rebuild()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    /** @param node address of the one that keeps that state of the shard */
    record Pin(int shard, String node, long pointInTime) {}

    static Cursor sorted(String request, SortPlace last) {
        return new Cursor(request, null, last, null, null);
    }

    static Cursor ranked(String request, int version, List<Pin> pins, Seen seen) {
        return new Cursor(request, version, null, pins, seen.bytes());
    }

    /** What a request and those for its further pages have in common. */
    static String digest(SearchRequest request, Collection collection) {
        ObjectNode all = ORDERED.valueToTree(request);
        all.remove("cursor");
        byte[] bytes = ORDERED.writeValueAsBytes(List.of(collection.name(), all));
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Seen.sha256(bytes))
                .substring(0, 16);
    }

    /**
     * @param request what it must belong to
     * @throws ProblemException 400 for what is none, or belongs to another request; 410 where the version has changed
     */
    static Cursor read(String text, String request, boolean sorted, Collection collection) {
        Cursor cursor = parse(text);
        if (!request.equals(cursor.request) || sorted != (cursor.after != null)) {
            throw ProblemType.INVALID_VALUE.exception(
                    "cursor",
                    "The cursor belongs to another request; send it with the very request that it came from, or search"
                            + " without it.");
        }
        if (!sorted && !Objects.equals(cursor.version, collection.version())) {
            throw ProblemType.CURSOR_EXPIRED.exception(
                    "cursor",
                    "Another version of the collection has taken the place of the one that was ranked; search again from"
                            + " the first page.");
        }
        return cursor;
    }

    private static Cursor parse(String text) {
        try {
            if (text.length() <= MAX_LENGTH) {
                @Nullable
                Cursor cursor = Json.mapper().readValue(Base64.getUrlDecoder().decode(text), Cursor.class);
                if (cursor != null && cursor.isWhole()) {
                    return cursor;
                }
            }
        } catch (IllegalArgumentException | JacksonException _) {
            // as any other text that is no cursor
        }
        throw ProblemType.INVALID_VALUE.exception(
                "cursor", "The cursor is none; send next_cursor of the page before as it is.");
    }

    private boolean isWhole() {
        return after == null
                ? pins != null && pins.stream().allMatch(pin -> pin != null && pin.node() != null) && shown != null
                : after.values() != null && after.id() != null;
    }

    String text() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Json.mapper().writeValueAsBytes(this));
    }

    Seen seen() {
        return shown == null ? Seen.NOTHING : Seen.read(shown);
    }

    /** The state of a shard that the page before came from, or null where the shard did not answer it. */
    @Nullable
    Pin pin(int shard) {
        return pins == null
                ? null
                : pins.stream().filter(pin -> pin.shard() == shard).findFirst().orElse(null);
    }
}
