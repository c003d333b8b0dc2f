package io.vicinal.relevance.judge;

import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.relevance.RelevanceApi.Judgement;
import io.vicinal.contracts.relevance.RelevanceApi.RankedList;
import io.vicinal.contracts.search.Explanation.Relevance;
import io.vicinal.relevance.features.Feature;
import io.vicinal.relevance.features.ListFeatures;
import io.vicinal.relevance.model.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a model makes of a list. */
final class Judging {
    /** As many as a page and all before it can hold. */
    private static final int MAX_HITS = 10_000;

    /** @throws io.vicinal.contracts.error.ProblemException 413 for more hits than any page and all before it hold */
    static Judgement judge(RankedList list, ListFeatures features, Model model) {
        if (features.hits() > MAX_HITS) {
            throw ProblemType.TOO_LARGE.exception(
                    "hits", features.hits() + " hits are more than the " + MAX_HITS + " that are judged at once.");
        }
        double[] relevance = new double[features.hits()];
        List<Relevance> explanations = new ArrayList<>();
        for (int hit = 0; hit < relevance.length; hit++) {
            double anything = model.anything(features, hit);
            double place = model.place(features, hit);
            relevance[hit] = anything * place;
            if (list.explain()) {
                explanations.add(new Relevance(relevance[hit], model.version(), anything, place, shown(features, hit)));
            }
        }
        return new Judgement(
                relevance,
                model.thresholds().of(list.minRelevance()),
                model.version(),
                list.explain() ? explanations : null);
    }

    private static Map<String, Double> shown(ListFeatures features, int hit) {
        Map<String, Double> shown = new TreeMap<>();
        for (Feature feature : Feature.values()) {
            double value = features.of(hit, feature);
            if (!Double.isNaN(value)) {
                shown.put(feature.written(), value);
            }
        }
        return shown;
    }

    private Judging() {}
}
