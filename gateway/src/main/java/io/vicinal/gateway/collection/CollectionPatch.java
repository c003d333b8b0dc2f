package io.vicinal.gateway.collection;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.json.Json;
import io.vicinal.service.http.JsonBody;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is to change of a collection that is there, as a JSON merge patch (RFC 7396): what it does not name stays as it is,
 * and null takes out.
 *
 * @param onIngest null where it is not named
 */
record CollectionPatch(@Nullable JsonNode onIngest) {

    /** What a collection has with its changes; read as if it had been sent, so that errors name the property at fault. */
    private record Changed(@Nullable OnIngestSchema onIngest) {}

    static CollectionPatch read(byte[] body) {
        return JsonBody.parse(body, CollectionPatch.class);
    }

    /** What is to be inferred of new documents with the changes made; null for nothing. */
    @Nullable
    OnIngestSchema onIngest(Collection existing) {
        ObjectNode before = Json.mapper().createObjectNode();
        if (existing.onIngest() != null) {
            before.set(OnIngestRules.PROPERTY, Json.mapper().valueToTree(OnIngestSchema.of(existing.onIngest())));
        }
        ObjectNode changes = Json.mapper().createObjectNode();
        if (onIngest != null) {
            changes.set(OnIngestRules.PROPERTY, onIngest);
        }
        OnIngestSchema changed = JsonBody.parse(Json.mapper().writeValueAsBytes(merged(before, changes)), Changed.class)
                .onIngest();
        return changed == null || changed.classify() == null ? null : changed;
    }

    private static JsonNode merged(@Nullable JsonNode before, JsonNode patch) {
        if (!patch.isObject()) {
            return patch;
        }
        ObjectNode merged = before instanceof ObjectNode object
                ? object.deepCopy()
                : Json.mapper().createObjectNode();
        patch.properties().forEach(change -> {
            if (change.getValue().isNull()) {
                merged.remove(change.getKey());
            } else {
                merged.set(change.getKey(), merged(merged.get(change.getKey()), change.getValue()));
            }
        });
        return merged;
    }
}
