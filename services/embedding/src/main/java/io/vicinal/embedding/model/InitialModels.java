package io.vicinal.embedding.model;

import io.vicinal.contracts.error.ProblemException;
import io.vicinal.onnx.hub.HubException;
import io.vicinal.onnx.model.ModelException;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The models that are there from the start: those of the configuration, and those that callers had loaded before. */
final class InitialModels {
    private static final Logger log = LoggerFactory.getLogger(InitialModels.class);

    private final ModelSettings settings;
    private final ModelSources sources;
    private final Map<String, LeasedModel> loaded;
    private final Function<ModelSource, Model> load;

    /** @param loaded by name; holds the remote ones already, and takes what is opened */
    InitialModels(
            ModelSettings settings,
            ModelSources sources,
            Map<String, LeasedModel> loaded,
            Function<ModelSource, Model> load) {
        this.settings = settings;
        this.sources = sources;
        this.loaded = loaded;
        this.load = load;
    }

    /**
     * @return the name of the default one
     * @throws ModelException with one sentence when one cannot be loaded
     */
    String openConfigured() {
        String standard = open(settings.standard());
        settings.further().forEach(this::open);
        return standard;
    }

    private String open(String model) {
        if (loaded.containsKey(model)) {
            return model;
        }
        ModelSource source = sources.configured(model);
        LeasedModel there = loaded.get(source.name());
        if (there != null && !there.origin().equals(source.origin())) {
            throw new ModelException(
                    "The models of the configuration are expected to have names of their own, and both "
                            + there.origin() + " and " + source.origin() + " are called '" + source.name() + "'.");
        }
        if (there == null) {
            if (loaded.size() >= settings.most()) {
                throw new ModelException("The configuration is expected to name at most " + settings.most()
                        + " models (vicinal.embedding.max-models), and names more.");
            }
            loaded.put(source.name(), new LeasedModel(load.apply(source), source.origin()));
        }
        return source.name();
    }

    /** What a caller loaded is not worth a start that fails. */
    void openAgain(Collection<String> models) {
        for (String model : models) {
            try {
                ModelSource source = sources.asked(model);
                if (!loaded.containsKey(source.name()) && loaded.size() < settings.most()) {
                    loaded.put(source.name(), new LeasedModel(load.apply(source), source.origin()));
                }
            } catch (ModelException | HubException | ProblemException e) {
                log.atWarn()
                        .addKeyValue("model", model)
                        .addKeyValue("reason", e.getMessage())
                        .log("a model that was loaded before cannot be loaded again");
            }
        }
    }
}
