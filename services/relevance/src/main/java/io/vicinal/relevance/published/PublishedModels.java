package io.vicinal.relevance.published;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.relevance.RelevanceModels;
import io.vicinal.kafka.table.LogTable;
import io.vicinal.relevance.model.DefaultModel;
import io.vicinal.relevance.model.LearnedModel;
import io.vicinal.relevance.model.Model;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The learned models of all collections, as {@link LogTable} has them of {@code vicinal.relevance-models}. Thread-safe. */
public final class PublishedModels {
    private static final Logger log = LoggerFactory.getLogger(PublishedModels.class);

    private final LogTable<RelevanceModels> table;
    private volatile View view = new View(Map.of(), Map.of(), 0, false);

    /**
     * @param serving of those whose model can be read here
     * @param unknown models that cannot
     */
    private record View(
            Map<String, RelevanceModels> models, Map<String, Model> serving, long unknown, boolean loaded) {}

    /** @param table that is read to its end, or will be */
    public PublishedModels(LogTable<RelevanceModels> table) {
        this.table = table;
        table.onChange(this::show);
    }

    /** What judges for a version of a collection: the default model where nothing was learned for just that. */
    public Model serving(Collection collection) {
        View now = view;
        RelevanceModels models = now.models().get(collection.name());
        return models != null && models.isOf(collection)
                ? now.serving().getOrDefault(collection.name(), DefaultModel.INSTANCE)
                : DefaultModel.INSTANCE;
    }

    /** Empty where nothing was learned for this version of the collection. */
    public Optional<RelevanceModels> of(Collection collection) {
        return Optional.ofNullable(view.models().get(collection.name())).filter(models -> models.isOf(collection));
    }

    /** By collection; of those that are gone too. */
    public Map<String, RelevanceModels> all() {
        return view.models();
    }

    public boolean isLoaded() {
        return view.loaded();
    }

    /** Records and models that cannot be read here. */
    public long passedOver() {
        return table.passedOver() + view.unknown();
    }

    /** As {@link LogTable#change}, of a collection's record. */
    public CompletableFuture<@Nullable RelevanceModels> change(
            String collection, Function<@Nullable RelevanceModels, @Nullable RelevanceModels> change) {
        return table.change(collection, change);
    }

    private void show() {
        Map<String, RelevanceModels> models = table.rows();
        Map<String, Model> serving = new HashMap<>();
        long unknown = 0;
        for (RelevanceModels each : models.values()) {
            if (each.serving() != 0) {
                Optional<LearnedModel> model = each.model(each.serving()).flatMap(LearnedModel::of);
                if (model.isPresent()) {
                    serving.put(each.collection(), model.get());
                } else {
                    unknown++;
                    log.atWarn()
                            .addKeyValue("collection", each.collection())
                            .addKeyValue("version", each.serving())
                            .log("a relevance model of a form that is not known here is not used");
                }
            }
        }
        view = new View(models, Map.copyOf(serving), unknown, true);
    }
}
