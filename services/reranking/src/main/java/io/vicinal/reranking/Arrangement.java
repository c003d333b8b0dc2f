package io.vicinal.reranking;

import io.vicinal.contracts.reranking.RerankingApi.Candidates;
import io.vicinal.contracts.reranking.RerankingApi.Signals;
import io.vicinal.contracts.search.Diversity;
import io.vicinal.reranking.collapse.NearDuplicates;
import io.vicinal.reranking.diversity.MarginalRelevance;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** What besides the scores decides about the places of hits; each step leaves the order of the one before where it has nothing to say. */
final class Arrangement {

    /**
     * Hits of the pinned documents come first, in the order of their ids, each shown by that document; before the steps that
     * compare hits, so that nothing pinned is folded into another, and what follows is compared with it.
     */
    static List<Hit> pin(Candidates request, List<Hit> hits) {
        if (request.pinned() == null || request.pinned().isEmpty()) {
            return hits;
        }
        Map<String, Place> places = new HashMap<>();
        for (int hit = 0; hit < hits.size(); hit++) {
            for (int member : hits.get(hit).members()) {
                places.putIfAbsent(request.candidates().get(member).documentId(), new Place(hit, member));
            }
        }
        boolean[] isPinned = new boolean[hits.size()];
        List<Hit> pinned = new ArrayList<>();
        for (String id : request.pinned()) {
            Place place = places.get(id);
            if (place != null && !isPinned[place.hit]) {
                isPinned[place.hit] = true;
                Hit hit = hits.get(place.hit);
                pinned.add(hit.pinned(first(place.member, hit.members()), pinned.size() + 1));
            }
        }
        for (int hit = 0; hit < hits.size(); hit++) {
            if (!isPinned[hit]) {
                pinned.add(hits.get(hit));
            }
        }
        return pinned;
    }

    /** Where a document is, and its best candidate there. */
    private record Place(int hit, int member) {}

    private static List<Integer> first(int member, List<Integer> members) {
        return Stream.concat(Stream.of(member), members.stream().filter(other -> other != member))
                .toList();
    }

    /** Near-duplicates are folded into the best of them. */
    static List<Hit> collapse(Candidates request, List<Hit> hits) {
        if (request.collapse() == null) {
            return hits;
        }
        // diversity chooses among more than are shown
        int wanted = request.diversity() == null
                ? request.topK()
                : Math.max(request.topK(), pinned(hits) + Diversity.CANDIDATES);
        return NearDuplicates.fold(
                        request.candidates(),
                        best(hits),
                        pinned(hits),
                        wanted,
                        Objects.requireNonNullElse(request.collapse().similarity(), 1.0))
                .stream()
                .map(kept -> hits.get(kept.hit()).with(kept.duplicates()))
                .toList();
    }

    /** Each is chosen to differ from those before it. */
    static List<Hit> diversify(Candidates request, double[] scores, List<Hit> hits) {
        if (request.diversity() == null) {
            return hits;
        }
        List<Signals> candidates = request.candidates();
        double lambda = Objects.requireNonNullElse(request.diversity().lambda(), 1.0);
        return MarginalRelevance.choose(candidates, scores, best(hits), pinned(hits), 0, request.topK(), lambda)
                .stream()
                .map(chosen -> hits.get(chosen.hit()).with(chosen.by()))
                .toList();
    }

    private static int[] best(List<Hit> hits) {
        return hits.stream().mapToInt(Hit::best).toArray();
    }

    private static int pinned(List<Hit> hits) {
        return (int) hits.stream().takeWhile(hit -> hit.pinned() != null).count();
    }

    private Arrangement() {}
}
