package io.vicinal.evaluation.dataset;

import io.vicinal.contracts.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** A text and what it is. */
public record LabelledText(String text, String label) {

    /** As the API takes it, in UTF-8. */
    public byte[] json(String id, String labelField) {
        ObjectNode document = Json.mapper().createObjectNode().put("id", id).put("text", text);
        document.putObject("fields").put(labelField, label);
        return Json.mapper().writeValueAsBytes(document);
    }
}
