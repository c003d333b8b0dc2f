package io.vicinal.contracts.reranking;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.vicinal.contracts.search.Explanation.Fused;
import io.vicinal.contracts.search.Fusion;
import io.vicinal.contracts.search.GroupBy;
import io.vicinal.contracts.search.SearchMode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;
import reactor.core.publisher.Mono;

/** The global order of the candidates of all shards. */
@HttpExchange("/internal/reranking")
public interface RerankingApi {

    @PostExchange("/order")
    Mono<Order> order(@RequestBody Candidates candidates);

    /**
     * @param fusion null takes the default; used where there is more than one signal
     * @param groupSize passages that are wanted of each group; null for one
     * @param explain whether to say how each score came about
     */
    @JsonInclude(Include.NON_NULL)
    record Candidates(
            SearchMode mode,
            @Nullable Fusion fusion,
            GroupBy groupBy,
            int topK,
            List<Signals> candidates,
            @Nullable Integer groupSize,
            @Nullable Boolean explain) {

        /** A passage of each group, without explanations. */
        public Candidates(
                SearchMode mode, @Nullable Fusion fusion, GroupBy groupBy, int topK, List<Signals> candidates) {
            this(mode, fusion, groupBy, topK, candidates, null, null);
        }
    }

    /**
     * One candidate's raw scores; every one that the mode names is there.
     *
     * @param lateInteraction null where it was not asked for; also of a single candidate, which is then fused over the others
     * @param group the value that is grouped by; where it is null, a document is its own group
     * @param sparse null where the collection has no sparse model or it was not asked for
     * @param sketch signs of its centred dense vector, as in {@link io.vicinal.contracts.search.RetrievalApi.Candidate}; null keeps it
     *     from being smoothed
     */
    @JsonInclude(Include.NON_NULL)
    record Signals(
            String documentId,
            @Nullable Float dense,
            @Nullable Float lexical,
            @Nullable Float lateInteraction,
            @Nullable String group,
            @Nullable Float sparse,
            byte @Nullable [] sketch) {

        /** Without a sketch. */
        public Signals(
                String documentId,
                @Nullable Float dense,
                @Nullable Float lexical,
                @Nullable Float lateInteraction,
                @Nullable String group,
                @Nullable Float sparse) {
            this(documentId, dense, lexical, lateInteraction, group, sparse, null);
        }

        /** Without a sparse score. */
        public Signals(
                String documentId,
                @Nullable Float dense,
                @Nullable Float lexical,
                @Nullable Float lateInteraction,
                @Nullable String group) {
            this(documentId, dense, lexical, lateInteraction, group, null);
        }

        /** Of no group. */
        public Signals(
                String documentId, @Nullable Float dense, @Nullable Float lexical, @Nullable Float lateInteraction) {
            this(documentId, dense, lexical, lateInteraction, null);
        }
    }

    /** The order with what a cross-encoder said of its best. */
    @PostExchange("/cross-encoded")
    Mono<Order> blend(@RequestBody CrossEncoded scored);

    /**
     * @param order as {@link #order} gave it
     * @param scores of its first ones, 0 to 1; null where the cross-encoder had no time
     * @param weight of the cross-encoder, 0 to 1
     */
    record CrossEncoded(Order order, List<@Nullable Double> scores, double weight) {}

    /** Best first, at most {@code topK}, one a group: document, passage, or value of a field. */
    record Order(List<Ranked> ranked) {}

    /**
     * @param candidate position in {@link Candidates#candidates}
     * @param further passages of its group, best first; null where none are wanted
     * @param explanation null where it was not asked for
     * @param crossEncoder its score, where it read this one
     */
    @JsonInclude(Include.NON_NULL)
    record Ranked(
            int candidate,
            double score,
            @Nullable List<Ranked> further,
            @Nullable Fused explanation,
            @Nullable Double crossEncoder) {

        /** Not read by a cross-encoder. */
        public Ranked(int candidate, double score, @Nullable List<Ranked> further, @Nullable Fused explanation) {
            this(candidate, score, further, explanation, null);
        }

        /** Alone, without an explanation. */
        public Ranked(int candidate, double score) {
            this(candidate, score, null, null);
        }
    }
}
