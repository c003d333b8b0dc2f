package io.vicinal.evaluation.platform;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Builds the bodies of classifications by one label field.
 *
 * @param method as the API takes it; null leaves it to the platform
 * @param maxRisk null answers whatever is most likely
 */
public record ClassifyQuery(
        String labelField,
        @Nullable String method,
        @Nullable Double maxRisk) {

    public byte[] body(List<String> texts) {
        ObjectNode body = Calls.JSON.createObjectNode();
        texts.forEach(body.putArray("texts")::add);
        body.put("label_field", labelField);
        if (method != null) {
            body.put("method", method);
        }
        if (maxRisk != null) {
            body.put("max_risk", maxRisk);
        }
        return Calls.JSON.writeValueAsBytes(body);
    }
}
