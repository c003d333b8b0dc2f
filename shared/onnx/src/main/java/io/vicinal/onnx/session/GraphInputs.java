package io.vicinal.onnx.session;

import io.vicinal.onnx.model.ModelException;
import java.util.Set;

/** Which of the known inputs a graph takes. */
record GraphInputs(boolean typeIds) {
    static final String IDS = "input_ids";
    static final String MASK = "attention_mask";
    static final String TYPE_IDS = "token_type_ids";

    static GraphInputs of(String model, Set<String> names) {
        boolean known = Set.of(IDS, MASK, TYPE_IDS).containsAll(names);
        if (!known || !names.contains(IDS) || !names.contains(MASK)) {
            throw new ModelException("The graph of '" + model + "' is expected to take " + IDS + ", " + MASK
                    + " and perhaps " + TYPE_IDS + ", and takes " + names + ".");
        }
        return new GraphInputs(names.contains(TYPE_IDS));
    }
}
