package io.vicinal.onnx.hub;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which of a repository's files a model needs here. */
final class HubFiles {
    /** Configuration of the model and of its modules, by sentence-transformers and by us; weights of a Dense module. */
    private static final Pattern DESCRIPTION = Pattern.compile("tokenizer(_config)?\\.json|modules\\.json|config\\.json"
            + "|(\\d+_\\w+/)?sentence_[a-z]+_config\\.json|config_sentence_transformers\\.json|vicinal-model\\.yaml"
            + "|\\d+_\\w+/config\\.json|\\d+_Dense/model\\.safetensors");

    private static final Pattern VARIANT = Pattern.compile("onnx/model[\\w.-]*\\.onnx");

    /**
     * The graph, its weights, and what describes them. Of several graphs: {@code model.onnx}, {@code onnx/model.onnx}, the
     * quantised one, then the first by name.
     *
     * @return empty where there is no graph
     */
    static List<String> needed(Collection<String> all) {
        Optional<String> graph = graph(all);
        if (graph.isEmpty()) {
            return List.of();
        }
        List<String> needed = new ArrayList<>();
        for (String file : all) {
            if (file.equals(graph.get())
                    || isWeightsOf(graph.get(), file)
                    || DESCRIPTION.matcher(file).matches()) {
                needed.add(file);
            }
        }
        return needed;
    }

    private static Optional<String> graph(Collection<String> all) {
        for (String usual :
                List.of("model.onnx", "onnx/model.onnx", "onnx/model_quantized.onnx", "onnx/model_int8.onnx")) {
            if (all.contains(usual)) {
                return Optional.of(usual);
            }
        }
        return all.stream().filter(file -> VARIANT.matcher(file).matches()).min(Comparator.naturalOrder());
    }

    /** {@code model.onnx_data}, {@code model.onnx.data}, {@code model.onnx_data_1}. */
    private static boolean isWeightsOf(String graph, String file) {
        return file.startsWith(graph) && file.substring(graph.length()).matches("[._]data(_\\d+)?");
    }

    private HubFiles() {}
}
