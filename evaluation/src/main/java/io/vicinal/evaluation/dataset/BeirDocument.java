package io.vicinal.evaluation.dataset;

import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A line of a BEIR corpus; what is missing is empty. */
public record BeirDocument(String id, String title, String text) {

    public static BeirDocument of(JsonNode line) {
        return new BeirDocument(string(line, "_id"), string(line, "title"), string(line, "text"));
    }

    private static String string(JsonNode line, String property) {
        return line.path(property).isString() ? line.path(property).stringValue() : "";
    }

    /** Whether there is anything to embed. */
    public boolean hasContent() {
        return !title.isBlank() || !text.isBlank();
    }

    /** Title and text as one, as the platform embeds them. */
    public String whole() {
        return (title + " " + text).strip();
    }

    /** As the API takes it, in UTF-8. */
    public byte[] json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("id", id);
        if (!title.isEmpty()) {
            node.put("title", title);
        }
        if (!text.isEmpty()) {
            node.put("text", text);
        }
        return node.toString().getBytes(StandardCharsets.UTF_8);
    }
}
