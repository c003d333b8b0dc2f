package io.vicinal.relevance.judge;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.relevance.RelevanceApi;
import io.vicinal.contracts.search.Explanation.Relevance;
import io.vicinal.relevance.features.Feature;
import io.vicinal.relevance.features.ListFeatures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Judges on the calling thread: a list of a hundred takes microseconds ({@code JudgingBenchmark}) and blocks on nothing. */
@RestController
public final class RelevanceController implements RelevanceApi {
    /** As many as a page and all before it can hold. */
    private static final int MAX_HITS = 10_000;

    private static final int DEFAULT_VERSION = 0;

    private final MeterRegistry metrics;

    RelevanceController(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    @Override
    public Mono<Judgement> judge(RankedList list) {
        return Mono.fromCallable(() -> {
            Timer.Sample sample = Timer.start(metrics);
            String outcome = "failed";
            try {
                Judgement judgement = judged(list);
                outcome = "judged";
                return judgement;
            } finally {
                sample.stop(metrics.timer("vicinal.relevance.judge.duration", "outcome", outcome));
            }
        });
    }

    private static Judgement judged(RankedList list) {
        if (list.hits().size() > MAX_HITS) {
            throw ProblemType.TOO_LARGE.exception(
                    "hits", list.hits().size() + " hits are more than the " + MAX_HITS + " that are judged at once.");
        }
        ListFeatures features = new ListFeatures(list);
        double[] relevance = new double[features.hits()];
        List<Relevance> explanations = new ArrayList<>();
        for (int hit = 0; hit < relevance.length; hit++) {
            double anything = DefaultModel.anything(features, hit);
            double place = DefaultModel.place(features, hit);
            relevance[hit] = anything * place;
            if (list.explain()) {
                explanations.add(new Relevance(relevance[hit], DEFAULT_VERSION, anything, place, shown(features, hit)));
            }
        }
        return new Judgement(
                relevance,
                DefaultModel.threshold(list.minRelevance()),
                DEFAULT_VERSION,
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
}
