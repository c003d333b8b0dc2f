package io.vicinal.evaluation;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Labels by the one document that shares the most words; a text that shares none is novel, and one word is no promise. */
final class FakeLabels {
    private static final JsonMapper JSON = JsonMapper.shared();

    static ObjectNode classify(Collection<JsonNode> documents, JsonNode request) {
        ObjectNode answer = JSON.createObjectNode();
        for (JsonNode text : request.path("texts")) {
            List<String> words =
                    List.of(text.stringValue().toLowerCase().strip().split("\\s+"));
            JsonNode nearest = documents.stream()
                    .max(Comparator.comparingLong(document -> FakePlatform.shared(document, words)))
                    .orElseThrow();
            add(answer.withArray("results").addObject(), nearest, FakePlatform.shared(nearest, words), request);
        }
        answer.putArray("warnings").add("This is a fake.");
        answer.putObject("classifier").put("examples", documents.size()).put("training", false);
        return answer;
    }

    private static void add(ObjectNode result, JsonNode nearest, long shared, JsonNode request) {
        String label = nearest.path("fields").path("label").stringValue();
        boolean unsure = request.has("max_risk") && shared < 2;
        boolean abstained = shared == 0 || unsure;
        result.put("label", abstained ? null : label).put("abstained", abstained);
        if (abstained) {
            result.put("reason", shared == 0 ? "novel" : "unsure");
        }
        result.putArray("distribution").addObject().put("label", label).put("probability", shared > 1 ? 0.9 : 0.4);
        if (!request.path("method").asString("auto").equals("votes")) {
            result.put("novelty", shared == 0 ? 0.999 : 0.1);
        }
        result.put("is_novel", shared == 0).putArray("evidence");
    }

    static ObjectNode describe(Collection<JsonNode> documents) {
        ObjectNode description = JSON.createObjectNode()
                .put("examples", documents.size())
                .put("labelled", documents.size())
                .put("accuracy", 0.75)
                .put("calibration_error", 0.02)
                .put("seconds", 1.5);
        description.putObject("chosen").put("neighbours", 10).put("temperature", 0.05);
        description.putArray("labels").addObject().put("label", "long");
        return description;
    }

    private FakeLabels() {}
}
