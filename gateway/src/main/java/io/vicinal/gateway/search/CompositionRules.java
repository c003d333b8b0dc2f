package io.vicinal.gateway.search;

import static java.util.Objects.requireNonNullElse;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.search.Boost;
import io.vicinal.contracts.search.SearchRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a search may ask of the order after fusion. */
final class CompositionRules {

    static Composition check(SearchRequest request, Collection collection) {
        checkRanked(request);
        List<Boost> boosts = requireNonNullElse(request.boosts(), List.of());
        if (boosts.size() > Boost.MAX_BOOSTS) {
            throw invalid("boosts", "boosts has at most " + Boost.MAX_BOOSTS + ", not " + boosts.size() + ".");
        }
        for (int i = 0; i < boosts.size(); i++) {
            BoostRules.check("boosts[" + i + "]", boosts.get(i), collection);
        }
        if (request.diversity() != null) {
            double lambda = given("diversity.lambda", request.diversity().lambda());
            if (!(lambda >= 0 && lambda <= 1)) {
                throw invalid("diversity.lambda", "diversity.lambda must be from 0 to 1, not " + lambda + ".");
            }
        }
        if (request.collapse() != null) {
            double similarity = given("collapse.similarity", request.collapse().similarity());
            if (!(similarity > 0 && similarity <= 1)) {
                throw invalid(
                        "collapse.similarity",
                        "collapse.similarity must be more than 0 and at most 1, not " + similarity + ".");
            }
        }
        return new Composition(boosts, request.diversity(), request.collapse(), pinned(request));
    }

    private static double given(String field, @Nullable Double value) {
        if (value == null) {
            throw ProblemType.MISSING_VALUE.exception(field, field + " is missing.");
        }
        return value;
    }

    /** A list that is sorted has nothing to compose; hidden documents are left out of it, too. */
    private static void checkRanked(SearchRequest request) {
        if (request.sort() == null) {
            return;
        }
        String field = request.boosts() != null
                ? "boosts"
                : request.diversity() != null
                        ? "diversity"
                        : request.collapse() != null ? "collapse" : request.pinned() != null ? "pinned" : null;
        if (field != null) {
            throw invalid(field, "Sorted hits have the order of their fields and no other; leave " + field + " out.");
        }
    }

    private static List<String> pinned(SearchRequest request) {
        List<String> pinned = requireNonNullElse(request.pinned(), List.of());
        ids("pinned", pinned, SearchRequest.MAX_PINNED);
        Set<String> hidden = new HashSet<>(hidden(request));
        for (int i = 0; i < pinned.size(); i++) {
            if (hidden.contains(pinned.get(i))) {
                throw invalid(
                        "pinned[" + i + "]",
                        "The document " + pinned.get(i) + " is pinned and hidden; say one of them.");
            }
        }
        return pinned.stream().distinct().toList();
    }

    /** Documents that are left out. */
    static List<String> hidden(SearchRequest request) {
        List<String> hidden = requireNonNullElse(request.hidden(), List.of());
        ids("hidden", hidden, SearchRequest.MAX_HIDDEN);
        return hidden;
    }

    private static void ids(String field, List<@Nullable String> ids, int most) {
        if (ids.size() > most) {
            throw invalid(field, field + " takes at most " + most + " ids, not " + ids.size() + ".");
        }
        LikeRules.ids(field, ids);
    }

    private static ProblemException invalid(String field, String detail) {
        return ProblemType.INVALID_VALUE.exception(field, detail);
    }

    private CompositionRules() {}
}
