package io.vicinal.contracts.relevance;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.relevance.RelevanceReport.Measures;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What judges the hits of a collection.
 *
 * @param version of the collection
 * @param model version of the model; 0 is the default one, of which there is no report
 * @param thresholds what the words of {@code min_relevance} stand for
 * @param examples judged queries that it was learned from; null for the default model
 * @param fusion what hybrid searches are ordered by; null for the default weights
 * @param models that one can roll back to beside the default one, the latest last
 */
@JsonInclude(Include.NON_NULL)
public record RelevanceDescription(
        String collection,
        int version,
        int model,
        Thresholds thresholds,
        @Nullable Instant createdAt,
        @Nullable Integer examples,
        @Nullable RelevanceReport report,
        @Nullable LearnedFusion fusion,
        List<Kept> models) {

    /** @param measures on the queries that were held out of its training */
    public record Kept(int version, Instant createdAt, int examples, Measures measures) {}

    /**
     * @param serving what judges; empty for the default model, also where the one that is to serve cannot be used
     * @param byDefault the thresholds of the default model
     */
    public static RelevanceDescription of(
            Collection collection, RelevanceModels models, Optional<RelevanceModel> serving, Thresholds byDefault) {
        return new RelevanceDescription(
                collection.name(),
                collection.version(),
                serving.map(RelevanceModel::version).orElse(0),
                serving.map(RelevanceModel::thresholds).orElse(byDefault),
                serving.map(RelevanceModel::createdAt).orElse(null),
                serving.map(RelevanceModel::examples).orElse(null),
                serving.map(RelevanceModel::report).orElse(null),
                models.fusion().orElse(null),
                models.models().stream()
                        .map(model -> new Kept(
                                model.version(),
                                model.createdAt(),
                                model.examples(),
                                model.report().model()))
                        .toList());
    }
}
