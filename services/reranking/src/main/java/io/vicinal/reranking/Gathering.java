package io.vicinal.reranking;

import io.vicinal.contracts.reranking.RerankingApi.Candidates;
import io.vicinal.contracts.reranking.RerankingApi.Signals;
import io.vicinal.contracts.search.GroupBy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Candidates by score, each group (document, or value of a field) under its best. */
final class Gathering {

    static List<Hit> of(Candidates request, double[] scores) {
        // in order of their best
        Map<Group, List<Integer>> groups = new LinkedHashMap<>();
        for (int i : BestFirst.of(request.candidates(), scores)) {
            groups.computeIfAbsent(group(request, i), _ -> new ArrayList<>()).add(i);
        }
        return groups.values().stream().map(Hit::new).toList();
    }

    /** What a hit stands for: by which of the ways, and which. */
    private record Group(String by, Object key) {}

    private static Group group(Candidates request, int candidate) {
        Signals signals = request.candidates().get(candidate);
        if (request.groupBy().equals(GroupBy.PASSAGE)) {
            return new Group("passage", candidate);
        }
        return request.groupBy().isField() && signals.group() != null
                ? new Group("value", signals.group())
                : new Group("document", signals.documentId());
    }

    private Gathering() {}
}
