package io.vicinal.embedding.ingest;

import io.vicinal.embedding.model.Model;
import io.vicinal.onnx.schedule.Flow;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * The flow of one log at each model. The encoder serves its flows in turn, so that a version that is built does not hold up
 * the documents of the one that serves. Thread-safe; a model that has gone is forgotten.
 */
final class DocumentFlows {
    private final Map<Model, Flow> flows = Collections.synchronizedMap(new WeakHashMap<>());

    Flow of(Model model) {
        return flows.computeIfAbsent(model, _ -> Flow.bulk());
    }
}
