package io.vicinal.embedding.remote;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Whose API a server speaks. */
public enum RemoteShape {
    /** {@code POST <url>/embeddings}. */
    OPENAI("/embeddings") {
        @Override
        Object body(List<String> texts, String model) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("model", model);
            body.put("input", texts);
            body.put("encoding_format", "float");
            return body;
        }

        @Override
        List<float[]> vectors(JsonNode answer, int count) {
            JsonNode data = answer.path("data");
            require(data.isArray() && data.size() == count, data.size(), count);
            @Nullable float[][] ordered = new float[count][];
            for (int i = 0; i < count; i++) {
                int index = data.get(i).path("index").asInt(i);
                require(index >= 0 && index < count && ordered[index] == null, index, count);
                ordered[index] = floats(data.get(i).path("embedding"));
            }
            List<float[]> vectors = new ArrayList<>();
            for (float[] vector : ordered) {
                if (vector != null) {
                    vectors.add(vector);
                }
            }
            return vectors;
        }
    },

    /** {@code POST <url>/embed}. */
    TEI("/embed") {
        @Override
        Object body(List<String> texts, String model) {
            return Map.of("inputs", texts, "normalize", true, "truncate", false);
        }

        @Override
        List<float[]> vectors(JsonNode answer, int count) {
            require(answer.isArray() && answer.size() == count, answer.size(), count);
            return answer.valueStream().map(RemoteShape::floats).toList();
        }
    };

    /** More dimensions than any model has. */
    private static final int MOST_DIMENSIONS = 65_536;

    private final String path;

    RemoteShape(String path) {
        this.path = path;
    }

    String path() {
        return path;
    }

    abstract Object body(List<String> texts, String model);

    /** @return in the order of the texts; fails with {@link RemoteException} where it is something else */
    abstract List<float[]> vectors(JsonNode answer, int count);

    private static void require(boolean holds, int found, int count) {
        if (!holds) {
            throw RemoteException.garbage("expected " + count + " vectors, each once, and found " + found);
        }
    }

    private static float[] floats(JsonNode numbers) {
        if (!numbers.isArray() || numbers.isEmpty() || numbers.size() > MOST_DIMENSIONS) {
            throw RemoteException.garbage("expected a vector of numbers, and found " + numbers.getNodeType());
        }
        float[] vector = new float[numbers.size()];
        for (int d = 0; d < vector.length; d++) {
            JsonNode number = numbers.get(d);
            if (!number.isNumber()) {
                throw RemoteException.garbage("expected numbers only, and found " + number.getNodeType());
            }
            vector[d] = (float) number.asDouble();
        }
        return vector;
    }
}
