package io.vicinal.contracts.relevance;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.vicinal.contracts.collection.MinRelevance;
import io.vicinal.contracts.search.Background.Distribution;
import io.vicinal.contracts.search.Explanation.Relevance;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;
import reactor.core.publisher.Mono;

/** How likely each hit of a list is relevant, by its scores and by its place among the others. */
@HttpExchange("/internal/relevance")
public interface RelevanceApi {
    /** Hits whose scores are the measure for all of a list: the best so many. */
    int LIST = 100;

    @PostExchange("/judge")
    Mono<Judgement> judge(@RequestBody RankedList list);

    /** @return fails with {@code ProblemException}: unknown collection */
    @GetExchange("/models/{collection}")
    Mono<RelevanceDescription> describe(@PathVariable("collection") String collection);

    /**
     * Lets an earlier model judge, until there is more feedback than now.
     *
     * @return fails with {@code ProblemException}: unknown collection, unknown version, broker unavailable
     */
    @PostExchange("/models/{collection}/rollback")
    Mono<RelevanceDescription> rollBack(@PathVariable("collection") String collection, @RequestBody RollBack to);

    /** @param version of the model that is to judge; 0 is the default one */
    record RollBack(Integer version) {}

    /**
     * What was found for a query.
     *
     * @param queryId by which feedback will name it
     * @param hits best first
     * @param queryWords of the query's text, by white space; 0 where it has none
     * @param center where cosines are measured from; null where there is no dense vector or nothing is known of its model
     * @param background cosines of the query with passages at large; null where there is no dense vector
     * @param minRelevance as it was asked for
     * @param explain whether to say how each probability came about
     */
    @JsonInclude(Include.NON_NULL)
    record RankedList(
            String queryId,
            String collection,
            int version,
            List<RankedHit> hits,
            int queryWords,
            @Nullable Center center,
            @Nullable Distribution background,
            MinRelevance minRelevance,
            boolean explain) {}

    /**
     * The query's place with respect to the mean {@code m} of the model's vectors on generic text, from which the cosine of
     * two centred vectors can be told.
     *
     * @param queryDotMean {@code q · m}
     * @param meanSquare {@code |m|²}
     */
    record Center(double queryDotMean, double meanSquare) {}

    /**
     * Raw scores as in {@link io.vicinal.contracts.search.SearchResult.Scores}; null where the mode did not ask for one.
     *
     * @param score by which it is ranked
     */
    @JsonInclude(Include.NON_NULL)
    record RankedHit(
            String documentId,
            double score,
            @Nullable Float dense,
            @Nullable Float lexical,
            @Nullable Float lateInteraction,
            @Nullable Float sparse) {}

    /**
     * @param relevance {@code [hits]}, from 0 to 1
     * @param threshold what {@code minRelevance} stands for
     * @param model version that judged; 0 is the default one
     * @param explanations {@code [hits]}; null where they were not asked for
     */
    @JsonInclude(Include.NON_NULL)
    record Judgement(
            double[] relevance,
            double threshold,
            int model,
            @Nullable List<Relevance> explanations) {}
}
