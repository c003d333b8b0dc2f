package io.vicinal.evaluation.platform;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Builds the bodies of searches on one collection.
 *
 * @param unjudged whether the platform judges relevance and must be told to show the hits below its threshold, too
 */
public record SearchQuery(boolean unjudged) {

    /** @param info what {@link VicinalClient#collectionInfo} says of the collection */
    public static SearchQuery on(Optional<JsonNode> info) {
        return new SearchQuery(info.map(node -> node.has("min_relevance")).orElse(false));
    }

    public byte[] body(String query, String mode, int topK) {
        return body(query, mode, topK, null);
    }

    /** @param lateInteraction null leaves it to the platform */
    public byte[] body(String query, String mode, int topK, @Nullable Boolean lateInteraction) {
        ObjectNode body = Calls.JSON.createObjectNode();
        body.put("query", query);
        body.put("mode", mode);
        body.put("top_k", topK);
        if (lateInteraction != null) {
            body.put("late_interaction", lateInteraction);
        }
        if (unjudged) {
            body.put("min_relevance", 0);
        }
        return Calls.JSON.writeValueAsBytes(body);
    }
}
