package io.vicinal.gateway.search;

import static java.util.Objects.requireNonNullElse;

import io.vicinal.contracts.collection.MinRelevance;
import io.vicinal.contracts.filter.Filter;
import io.vicinal.contracts.search.CrossEncoding;
import io.vicinal.contracts.search.Fusion;
import io.vicinal.contracts.search.Fuzziness;
import io.vicinal.contracts.search.GroupBy;
import io.vicinal.contracts.search.Like;
import io.vicinal.contracts.search.RetrievalApi.Grouping;
import io.vicinal.contracts.search.RetrievalApi.Highlight;
import io.vicinal.contracts.search.SearchMode;
import io.vicinal.contracts.search.SearchRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A search that has passed the rules, every default filled in.
 *
 * @param query well-formed UTF-16; null with a vector or examples in dense mode, and where all documents are listed or
 *     counted
 * @param fuzziness of the words in lexical search
 * @param highlight whether hits show what matches in them
 * @param vector {@code float[dimensions]}, L2-normalised, or null to embed the query where the mode needs it
 * @param lateInteraction whether the query's tokens are compared with those of the best candidates; only with a query
 * @param explain whether hits say how they came to their scores
 * @param like documents whose vectors make the query's, or null
 * @param furtherVectors others beside {@code vector}, each as that one
 * @param includeVectors whether hits bring their passages' vectors
 * @param sparse whether the query is weighed by the collection's sparse model; only with a query
 * @param minRelevance how likely relevant a hit must be to be shown
 * @param mostBelow hits to show of those that are not; null for what {@link #below} says
 * @param composition the steps of the order after fusion
 * @param rerank a cross-encoder over the best, every default filled in but its deadline; only with a query; null for none
 */
record SearchPlan(
        SearchMode mode,
        @Nullable String query,
        float @Nullable [] vector,
        int topK,
        GroupBy groupBy,
        @Nullable Filter filter,
        boolean lateInteraction,
        @Nullable Fusion fusion,
        Fuzziness fuzziness,
        boolean highlight,
        int deadlineMs,
        boolean allowPartial,
        Browsing browsing,
        boolean explain,
        @Nullable Like like,
        List<float[]> furtherVectors,
        boolean includeVectors,
        boolean sparse,
        MinRelevance minRelevance,
        @Nullable Integer mostBelow,
        Composition composition,
        @Nullable CrossEncoding rerank) {
    /** Fewer candidates than this make the fusion's scale a matter of chance. */
    private static final int LEAST_CANDIDATES = 100;
    /** So many times as many, for some are folded into others. */
    private static final int FOR_COLLAPSE = 2;

    boolean usesDense() {
        return mode == SearchMode.HYBRID || mode == SearchMode.DENSE;
    }

    boolean usesLexical() {
        return mode == SearchMode.HYBRID || mode == SearchMode.LEXICAL;
    }

    /** Whether there can be no search without the query's embedding. */
    boolean needsEmbedding() {
        return usesDense() && vector == null && like == null;
    }

    /** Whether scores may lean on those of like candidates, so that it must be known which are alike: where there are several signals. */
    boolean smoothed() {
        return (mode == SearchMode.HYBRID || lateInteraction) && !isUnsmoothed();
    }

    /** Whether candidates are compared with each other, so that all shards must measure them from the same center. */
    boolean compared() {
        return smoothed() || composition.needsSketches();
    }

    private boolean isUnsmoothed() {
        return fusion != null
                && (fusion.smoothing() == null ? fusion.method() == Fusion.Method.RRF : fusion.smoothing() == 0);
    }

    /** The query for BM25, or null in the modes without. */
    @Nullable
    String lexicalQuery() {
        return usesLexical() ? query : null;
    }

    /** What the words of hits are compared with, or null where that is not asked or there is no query. */
    @Nullable
    Highlight highlighted() {
        return highlight && query != null ? new Highlight(query, fuzziness) : null;
    }

    /** The most candidates of each kind from each shard. */
    int candidates() {
        int most = groupBy.isField() ? ranked() * browsing.groupSize() : ranked();
        return Math.max(LEAST_CANDIDATES, composition.collapse() == null ? most : FOR_COLLAPSE * most);
    }

    /** Hits of this page and those before, and one more that says whether there is a next: a ranked list has an end. */
    int ranked() {
        int most =
                browsing.groupSize() > 1 ? SearchRequest.MAX_GROUPED / browsing.groupSize() : SearchRequest.MAX_TOP_K;
        return Math.min(most, Math.max(browsing.offset() + topK + 1, read()));
    }

    /** How many of the best a cross-encoder reads. */
    int read() {
        return rerank == null ? 0 : requireNonNullElse(rerank.topN(), CrossEncoding.DEFAULT_TOP_N);
    }

    /** Whether hits are diversified when a cross-encoder has read them, and not before. */
    boolean isDiversifiedLast() {
        return rerank != null && composition.diversity() != null;
    }

    /** What the groups are to hold; null where hits are best passages of documents, or passages. */
    @Nullable
    Grouping grouping() {
        return groupBy.isField() || browsing.groupSize() > 1 ? new Grouping(ranked(), browsing.groupSize()) : null;
    }

    /** Hits to show that are not relevant enough; with explanations as many as there is room for on the page. */
    int below(int hits) {
        return mostBelow != null ? mostBelow : explain ? topK - hits : 0;
    }

    /** Whether there is nothing to be found. */
    boolean isFacetsAlone() {
        return topK == 0;
    }
}
