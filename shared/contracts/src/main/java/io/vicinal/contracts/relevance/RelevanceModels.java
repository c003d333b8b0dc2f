package io.vicinal.contracts.relevance;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.vicinal.contracts.collection.Collection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was learned for a version of a collection, on {@code vicinal.relevance-models} under the collection's name: one record,
 * so that a change of what serves is there for a reader wholly or not at all.
 *
 * @param createdAt of the collection, which tells it from one of the same name before or after it
 * @param serving version of the model that judges; 0 is the default one
 * @param newest the highest number that a model ever had: none is given twice
 * @param models the latest {@link #KEPT}, and the one that serves
 * @param heldUntil feedback up to this offset alone publishes nothing, since it was rolled back; null where nothing was
 */
@JsonInclude(Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record RelevanceModels(
        String collection,
        int version,
        Instant createdAt,
        int serving,
        int newest,
        List<RelevanceModel> models,
        @Nullable Long heldUntil) {

    /** Models that one can roll back to. */
    public static final int KEPT = 10;

    /** Of a collection for which nothing was learned yet. */
    public static RelevanceModels none(Collection collection) {
        return new RelevanceModels(
                collection.name(), collection.version(), collection.createdAt(), 0, 0, List.of(), null);
    }

    public boolean isOf(Collection other) {
        return collection.equals(other.name()) && version == other.version() && createdAt.equals(other.createdAt());
    }

    /** Whether it stands under the right key, nothing in it is missing, and its numbers are such as are given. */
    public boolean isWholeOf(String key) {
        return key.equals(collection)
                && createdAt != null
                && serving >= 0
                && serving <= newest
                && newest < Integer.MAX_VALUE
                && models != null
                && models.stream()
                        .allMatch(model -> model != null
                                && model.report() != null
                                && model.report().model() != null);
    }

    /** What hybrid searches are ordered by, as learned; empty where that is the default, or of a form that is not known here. */
    public Optional<LearnedFusion> fusion() {
        return model(serving)
                .filter(model -> model.format() == RelevanceModel.FORMAT)
                .map(RelevanceModel::fusion);
    }

    /** Empty where that is the default model, or one that is not kept. */
    public Optional<RelevanceModel> model(int number) {
        return models.stream().filter(model -> model.version() == number).findFirst();
    }

    /** With another model, which serves. */
    public RelevanceModels with(RelevanceModel model) {
        List<RelevanceModel> kept =
                new ArrayList<>(models.subList(Math.max(0, models.size() - KEPT + 1), models.size()));
        kept.add(model);
        return new RelevanceModels(
                collection, version, createdAt, model.version(), model.version(), List.copyOf(kept), null);
    }

    /** With an earlier model serving, until there is more feedback than up to an offset. */
    public RelevanceModels rolledBack(int number, long feedback) {
        return new RelevanceModels(collection, version, createdAt, number, newest, models, feedback);
    }
}
