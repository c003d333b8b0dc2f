package io.vicinal.contracts.reranking;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.vicinal.contracts.search.Boost;
import io.vicinal.contracts.search.Collapse;
import io.vicinal.contracts.search.Diversity;
import io.vicinal.contracts.search.Explanation.Diversified;
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
     * @param boosts what the candidates' {@link Signals#values} add; null for none
     * @param collapse null for none
     * @param diversity null for none
     * @param pinned ids of documents that come first, in this order; null for none
     * @param found how many of the candidates, the first, the query found: those after them are there only because they are
     *     pinned and move nobody's score but their own; null for all
     */
    @JsonInclude(Include.NON_NULL)
    record Candidates(
            SearchMode mode,
            @Nullable Fusion fusion,
            GroupBy groupBy,
            int topK,
            List<Signals> candidates,
            @Nullable Integer groupSize,
            @Nullable Boolean explain,
            @Nullable List<Boost> boosts,
            @Nullable Collapse collapse,
            @Nullable Diversity diversity,
            @Nullable List<String> pinned,
            @Nullable Integer found) {

        /** By score alone, a passage of each group, without explanations. */
        public Candidates(
                SearchMode mode, @Nullable Fusion fusion, GroupBy groupBy, int topK, List<Signals> candidates) {
            this(mode, fusion, groupBy, topK, candidates, null, null, null, null, null, null, null);
        }
    }

    /**
     * One candidate's raw scores; every one that the mode names is there.
     *
     * @param lateInteraction null where it was not asked for; also of a single candidate, which is then fused over the others
     * @param group the value that is grouped by; where it is null, a document is its own group
     * @param sparse null where the collection has no sparse model or it was not asked for
     * @param sketch its centred dense vector, as in {@link io.vicinal.contracts.search.RetrievalApi.Candidate}; null (or
     *     empty) keeps it from being smoothed, collapsed and diversified
     * @param values one a boost, as in {@link io.vicinal.contracts.search.RetrievalApi.Candidate}; null where there are none
     */
    @JsonInclude(Include.NON_NULL)
    record Signals(
            String documentId,
            @Nullable Float dense,
            @Nullable Float lexical,
            @Nullable Float lateInteraction,
            @Nullable String group,
            @Nullable Float sparse,
            byte @Nullable [] sketch,
            @Nullable List<@Nullable Object> values) {

        /** By these scores alone. */
        public Signals(
                String documentId, @Nullable Float dense, @Nullable Float lexical, @Nullable Float lateInteraction) {
            this(documentId, dense, lexical, lateInteraction, null, null, null, null);
        }

        /** The same with the signs of its vector. */
        public Signals with(byte @Nullable [] signs) {
            return new Signals(documentId, dense, lexical, lateInteraction, group, sparse, signs, values);
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

    /**
     * Chooses each hit to differ from those before it, which a cross-encoder's scores would undo if it were done before they are
     * blended in.
     */
    @PostExchange("/diversified")
    Mono<Order> diversify(@RequestBody CrossRead read);

    /**
     * @param order as {@link #blend} gave it, or as {@link #order} did where the cross-encoder failed
     * @param hits of the order, one each: only the document and the sketch count
     */
    record CrossRead(Order order, List<Signals> hits, Diversity diversity) {}

    /** Best first, at most {@code topK}, one a group: document, passage, or value of a field. */
    record Order(List<Ranked> ranked) {}

    /**
     * @param candidate position in {@link Candidates#candidates}
     * @param further passages of its group, best first; null where none are wanted
     * @param explanation null where it was not asked for
     * @param duplicates candidates whose groups are folded into this one, best first; null where none were looked for
     * @param pinned its place among the pinned, from 1; null where it is not
     * @param diversity what it was chosen by; null where explanations were not asked for or nothing was diversified
     * @param unboosted its score without what fields add to it; null where none do
     * @param crossEncoder its score, where it read this one
     */
    @JsonInclude(Include.NON_NULL)
    record Ranked(
            int candidate,
            double score,
            @Nullable List<Ranked> further,
            @Nullable Fused explanation,
            @Nullable List<Integer> duplicates,
            @Nullable Integer pinned,
            @Nullable Diversified diversity,
            @Nullable Double unboosted,
            @Nullable Double crossEncoder) {

        /** The same with what a cross-encoder says. */
        public Ranked with(double blended, @Nullable Fused why, @Nullable Double itsScore) {
            return new Ranked(candidate, blended, further, why, duplicates, pinned, diversity, unboosted, itsScore);
        }

        /** The same with what it was chosen by. */
        public Ranked with(@Nullable Diversified by) {
            return new Ranked(candidate, score, further, explanation, duplicates, pinned, by, unboosted, crossEncoder);
        }

        /** Of a group of its own. */
        public Ranked(int candidate, double score, @Nullable List<Ranked> further, @Nullable Fused explanation) {
            this(candidate, score, further, explanation, null, null, null, null, null);
        }

        /** Alone, without an explanation. */
        public Ranked(int candidate, double score) {
            this(candidate, score, null, null, null, null, null, null, null);
        }
    }
}
