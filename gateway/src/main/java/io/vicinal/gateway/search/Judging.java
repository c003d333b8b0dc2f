package io.vicinal.gateway.search;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.relevance.RelevanceApi;
import io.vicinal.contracts.relevance.RelevanceApi.Center;
import io.vicinal.contracts.relevance.RelevanceApi.Judgement;
import io.vicinal.contracts.relevance.RelevanceApi.RankedHit;
import io.vicinal.contracts.relevance.RelevanceApi.RankedList;
import io.vicinal.contracts.search.Explanation;
import io.vicinal.contracts.search.RetrievalApi.Candidate;
import io.vicinal.gateway.search.Pool.Chosen;
import io.vicinal.gateway.search.Pool.Relevance;
import io.vicinal.gateway.search.QueryEmbedder.Embedded;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Parts what was ordered by how likely it is relevant; what is pinned is shown whatever that is. That is worth having but not worth failing for: without the relevance
 * service the search shows all and says so.
 */
final class Judging {
    private static final String NOT_JUDGED = "Relevance was not judged, so that nothing was left out for it. ";

    private final RelevanceApi relevance;

    Judging(RelevanceApi relevance) {
        this.relevance = relevance;
    }

    Mono<Judged> judge(
            Ordered ordered,
            Pool pool,
            SearchPlan plan,
            Collection collection,
            Embedded embedded,
            String queryId,
            Budget budget) {
        List<Chosen> ranked = ordered.hits();
        List<String> warnings = ordered.warning() == null ? List.of() : List.of(ordered.warning());
        if (ranked.isEmpty()) {
            return Mono.just(Judged.not(ranked, warnings));
        }
        RankedList list = new RankedList(
                queryId,
                collection.name(),
                collection.version(),
                ranked.stream().map(Judging::hit).toList(),
                words(plan.query()),
                center(embedded.vector(), collection),
                BackgroundSum.dense(pool.outcomes()),
                plan.minRelevance(),
                plan.explain());
        return budget.within(Budget.Step.JUDGE, Mono.defer(() -> relevance.judge(list)))
                .map(judgement -> parted(ranked, judgement, warnings))
                .onErrorResume(failure -> isTheServices(failure)
                        ? Mono.just(Judged.not(ranked, and(warnings, NOT_JUDGED + reason(failure))))
                        : Mono.error(failure));
    }

    private static List<String> and(List<String> warnings, String warning) {
        return Stream.concat(warnings.stream(), Stream.of(warning)).toList();
    }

    private static Judged parted(List<Chosen> ranked, Judgement judgement, List<String> warnings) {
        List<Chosen> relevant = new ArrayList<>();
        List<Chosen> below = new ArrayList<>();
        List<Explanation.Relevance> why = judgement.explanations();
        for (int i = 0; i < ranked.size(); i++) {
            double probability = judgement.relevance()[i];
            Chosen hit = ranked.get(i).with(new Relevance(probability, why == null ? null : why.get(i)));
            boolean isShown = hit.pinned() != null || probability >= judgement.threshold();
            (isShown ? relevant : below).add(hit);
        }
        return new Judged(relevant, below, judgement.threshold(), warnings);
    }

    private static RankedHit hit(Chosen chosen) {
        Candidate candidate = chosen.entry().candidate();
        return new RankedHit(
                candidate.documentId(),
                chosen.unboosted() == null ? chosen.score() : chosen.unboosted(),
                candidate.dense(),
                candidate.lexical(),
                candidate.lateInteraction(),
                candidate.sparse());
    }

    private static @Nullable Center center(float @Nullable [] query, Collection collection) {
        if (query == null || collection.means() == null) {
            return null;
        }
        float[] mean = collection.means().dense();
        double product = 0;
        double square = 0;
        for (int d = 0; d < query.length; d++) {
            product += (double) query[d] * mean[d];
            square += (double) mean[d] * mean[d];
        }
        return new Center(product, square);
    }

    private static int words(@Nullable String query) {
        return query == null || query.isBlank() ? 0 : query.strip().split("\\s+").length;
    }

    private static boolean isTheServices(Throwable failure) {
        return !(failure instanceof ProblemException e) || e.problem().status() >= 500;
    }

    private static String reason(Throwable failure) {
        return failure instanceof TimeoutException
                ? "The relevance service did not answer in time."
                : failure instanceof ProblemException e && !ProblemType.SERVICE_UNAVAILABLE.is(e.problem())
                        ? e.problem().detail()
                        : "The relevance service cannot be reached.";
    }
}
