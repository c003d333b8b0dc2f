package io.vicinal.gateway.search;

import static java.util.Objects.requireNonNullElse;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.MinRelevance;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.relevance.LearnedFusion;
import io.vicinal.contracts.search.Explanation;
import io.vicinal.contracts.search.Fusion;
import io.vicinal.contracts.search.Fuzziness;
import io.vicinal.contracts.search.Like;
import io.vicinal.contracts.search.SearchMode;
import io.vicinal.contracts.search.SearchRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a search may ask for. One that breaks a rule is a {@code ProblemException} 400 (413 over a limit) naming the field. */
final class RequestRules {
    private static final int MAX_RRF_K = 100_000;

    /** @param learned what the collection's hybrid searches are ordered by where they do not say; empty for the default */
    static SearchPlan plan(SearchRequest request, Collection collection, Optional<LearnedFusion> learned) {
        Like like = LikeRules.check(request);
        String query = query(request);
        SearchMode mode = mode(request, query, collection);
        List<float[]> vectors = QueryVectors.of(request, collection);
        boolean lateInteraction = lateInteraction(request, mode, query, collection);
        boolean sparse = sparse(request, mode, collection);
        return new SearchPlan(
                mode,
                query,
                vectors.isEmpty() ? null : vectors.getFirst(),
                BrowseRules.isFacetsAlone(request)
                        ? 0
                        : within("top_k", request.topK(), SearchRequest.DEFAULT_TOP_K, SearchRequest.MAX_TOP_K),
                BrowseRules.groupBy(request.groupBy(), collection),
                LikeRules.without(
                        CompositionRules.hidden(request),
                        LikeRules.without(like, FilterRules.check(request.filter(), collection))),
                lateInteraction,
                fusion(
                        request.fusion(),
                        lateInteraction,
                        sparse,
                        learned.filter(f -> mode == SearchMode.HYBRID && f.isFor(lateInteraction, sparse))),
                requireNonNullElse(request.fuzziness(), Fuzziness.EXACT),
                requireNonNullElse(request.highlight(), false),
                within(
                        "deadline_ms",
                        request.deadlineMs(),
                        SearchRequest.DEFAULT_DEADLINE_MS,
                        SearchRequest.MAX_DEADLINE_MS),
                requireNonNullElse(request.allowPartial(), true),
                BrowseRules.check(request, collection),
                explain(request),
                like,
                vectors.isEmpty() ? List.of() : vectors.subList(1, vectors.size()),
                forFew("include_vectors", request.includeVectors(), request.topK(), SearchRequest.MAX_WITH_VECTORS),
                sparse,
                minRelevance(request, mode, collection),
                below(request),
                CompositionRules.check(request, collection),
                CrossEncoderRules.check(request, query));
    }

    /**
     * By default for questions alone: who sends a vector or examples asks for the nearest, and words alone do not tell what has
     * nothing to do with a query.
     */
    private static MinRelevance minRelevance(SearchRequest request, SearchMode mode, Collection collection) {
        if (request.minRelevance() != null && request.sort() != null) {
            throw invalid("min_relevance", "min_relevance is for hits that are ranked, and with sort they are not.");
        }
        return requireNonNullElse(
                request.minRelevance(),
                request.query() != null && (mode == SearchMode.HYBRID || mode == SearchMode.DENSE)
                        ? collection.minRelevance()
                        : MinRelevance.NONE);
    }

    private static @Nullable Integer below(SearchRequest request) {
        Integer below = request.below();
        if (below == null) {
            return null;
        }
        if (below < 0 || below > SearchRequest.MAX_BELOW) {
            throw invalid("below", "below must be from 0 to " + SearchRequest.MAX_BELOW + ", not " + below + ".");
        }
        int topK = requireNonNullElse(request.topK(), SearchRequest.DEFAULT_TOP_K);
        forFew("explain", request.explain(), topK + below, Explanation.MAX_HITS);
        forFew("include_vectors", request.includeVectors(), topK + below, SearchRequest.MAX_WITH_VECTORS);
        return below;
    }

    private static boolean explain(SearchRequest request) {
        boolean explain = forFew("explain", request.explain(), request.topK(), Explanation.MAX_HITS);
        if (explain && request.sort() != null) {
            throw invalid("explain", "explain says how hits were ranked, and with sort they are not.");
        }
        return explain;
    }

    private static boolean forFew(String field, @Nullable Boolean wanted, @Nullable Integer topK, int most) {
        if (!requireNonNullElse(wanted, false)) {
            return false;
        }
        if (topK != null && topK > most) {
            throw invalid(field, field + " is for at most " + most + " hits, and top_k (with below) is " + topK + ".");
        }
        return true;
    }

    private static @Nullable String query(SearchRequest request) {
        String query = request.query();
        if (query == null) {
            if (!QueryVectors.areIn(request) && request.like() == null && !BrowseRules.needsNoQuery(request)) {
                throw ProblemType.MISSING_VALUE.exception(
                        "query",
                        "A search needs a query (text), a vector or examples; send one of query, vector, vectors and"
                                + " like.");
            }
            return null;
        }
        if (query.isBlank() && !QueryVectors.areIn(request)) {
            throw invalid("query", "The query is blank; there is nothing to search for.");
        }
        // A lone surrogate has no UTF-8 form: it becomes "?", as it would on the way to any other service.
        byte[] utf8 = query.getBytes(StandardCharsets.UTF_8);
        if (utf8.length > SearchRequest.QUERY_BYTES) {
            throw ProblemType.TOO_LARGE.exception(
                    "query",
                    "The query has " + utf8.length + " bytes of UTF-8; at most " + SearchRequest.QUERY_BYTES
                            + " are read.");
        }
        return new String(utf8, StandardCharsets.UTF_8);
    }

    private static SearchMode mode(SearchRequest request, @Nullable String query, Collection collection) {
        if (query != null && request.mode() == SearchMode.SPARSE) {
            if (collection.sparseModel() == null) {
                throw invalid(
                        "mode",
                        "The collection " + collection.name()
                                + " has no sparse model, which mode sparse needs; make a version of it with one"
                                + " (sparse_model), or take another mode.");
            }
            if (query.isBlank()) {
                throw invalid("query", "The query is blank; mode sparse searches for the words of a query.");
            }
            return SearchMode.SPARSE;
        }
        if (query != null && !collection.hasModel() && !QueryVectors.areIn(request)) {
            if (request.mode() != null && request.mode() != SearchMode.LEXICAL) {
                throw ProblemType.MISSING_VALUE.exception(
                        "vector",
                        "The collection " + collection.name()
                                + " has no model to embed a query; send the query's vector"
                                + " too, or leave mode out to search by words.");
            }
            return SearchMode.LEXICAL;
        }
        if (query != null) {
            return requireNonNullElse(request.mode(), SearchMode.HYBRID);
        }
        if (request.sort() != null || (request.vector() == null && BrowseRules.isFacetsAlone(request))) {
            return SearchMode.LEXICAL;
        }
        if (request.mode() != null && request.mode() != SearchMode.DENSE) {
            throw ProblemType.MISSING_VALUE.exception(
                    "query",
                    "Modes hybrid, lexical and sparse need a query; with a vector alone, mode can only be dense.");
        }
        return SearchMode.DENSE;
    }

    /** By default in hybrid mode, where it can be and its weight is not 0. */
    private static boolean lateInteraction(
            SearchRequest request, SearchMode mode, @Nullable String query, Collection collection) {
        Boolean wanted = request.lateInteraction();
        if (wanted == null) {
            return mode == SearchMode.HYBRID
                    && collection.lateInteraction()
                    && !isWeighedNothing(request.fusion(), Fusion.Weights::lateInteraction);
        }
        if (wanted && !collection.lateInteraction()) {
            throw invalid(
                    "late_interaction",
                    "The collection " + collection.name()
                            + " has no token vectors; leave late_interaction out, or make a collection with it.");
        }
        if (wanted && query == null) {
            throw invalid(
                    "late_interaction",
                    "late_interaction compares the tokens of a query; send a query (text) with the vector.");
        }
        return wanted;
    }

    /** In hybrid mode where it can be and its weight is not 0. */
    private static boolean sparse(SearchRequest request, SearchMode mode, Collection collection) {
        return mode == SearchMode.SPARSE
                || (mode == SearchMode.HYBRID
                        && collection.sparseModel() != null
                        && !isWeighedNothing(request.fusion(), Fusion.Weights::sparse));
    }

    private static boolean isWeighedNothing(
            @Nullable Fusion fusion, Function<Fusion.Weights, @Nullable Double> signal) {
        Fusion.Weights weights = fusion == null ? null : fusion.weights();
        Double weight = weights == null ? null : signal.apply(weights);
        return weight != null && weight == 0;
    }

    private static @Nullable Fusion fusion(
            @Nullable Fusion fusion, boolean lateInteraction, boolean sparse, Optional<LearnedFusion> learned) {
        if (fusion == null) {
            return learned.map(f -> new Fusion(Fusion.Method.MIN_MAX, f.weights(), null))
                    .orElse(null);
        }
        if (fusion.k() != null) {
            within("fusion.k", fusion.k(), 1, MAX_RRF_K);
        }
        Double smoothing = fusion.smoothing();
        if (smoothing != null && !(smoothing >= 0 && smoothing <= 1)) {
            throw invalid("fusion.smoothing", "fusion.smoothing must be from 0 to 1, not " + smoothing + ".");
        }
        Fusion.Weights weights = fusion.weights();
        if (weights != null) {
            double dense = weight("fusion.weights.dense", weights.dense());
            double lexical = weight("fusion.weights.lexical", weights.lexical());
            double late = weight("fusion.weights.late_interaction", weights.lateInteraction());
            double ofSparse = weight("fusion.weights.sparse", weights.sparse());
            if (dense == 0 && lexical == 0 && (late == 0 || !lateInteraction) && (ofSparse == 0 || !sparse)) {
                throw invalid("fusion.weights", "One of the weights must be more than 0.");
            }
        }
        boolean isOpen = weights == null && (fusion.method() == null || fusion.method() == Fusion.Method.MIN_MAX);
        return isOpen && learned.isPresent()
                ? new Fusion(Fusion.Method.MIN_MAX, learned.get().weights(), null, smoothing)
                : fusion;
    }

    private static double weight(String field, @Nullable Double given) {
        double weight = given == null ? 1 : given; // any: it has a default that is more than 0
        if (!Double.isFinite(weight) || weight < 0) {
            throw invalid(field, field + " must be a finite number of at least 0, not " + weight + ".");
        }
        return weight;
    }

    private static int within(String field, @Nullable Integer given, int otherwise, int most) {
        int value = given == null ? otherwise : given;
        if (value < 1 || value > most) {
            throw invalid(field, field + " must be from 1 to " + most + ", not " + value + ".");
        }
        return value;
    }

    private static ProblemException invalid(String field, String detail) {
        return ProblemType.INVALID_VALUE.exception(field, detail);
    }

    private RequestRules() {}
}
