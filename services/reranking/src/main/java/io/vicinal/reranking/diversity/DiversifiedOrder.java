package io.vicinal.reranking.diversity;

import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.reranking.RerankingApi.CrossRead;
import io.vicinal.contracts.reranking.RerankingApi.Order;
import io.vicinal.contracts.reranking.RerankingApi.Ranked;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Diversity after a cross-encoder: the pinned stay in front, then all that it read is chosen, then what it did not read, each to
 * differ from all before it. Of what it did not read little is known, and being unlike the others must not carry it past what was.
 */
public final class DiversifiedOrder {

    /** @throws io.vicinal.contracts.error.ProblemException where there are not as many signals as hits, or lambda is none */
    public static Order of(CrossRead request) {
        List<Ranked> before = request.order().ranked();
        double lambda = Objects.requireNonNullElse(request.diversity().lambda(), 1.0);
        check(request, before.size(), lambda);
        int pinned = count(before, hit -> hit.pinned() != null);
        int read = count(before.subList(pinned, before.size()), hit -> hit.crossEncoder() != null);
        return new Order(MarginalRelevance.choose(
                        request.hits(),
                        before.stream().mapToDouble(Ranked::score).toArray(),
                        IntStream.range(0, before.size()).toArray(),
                        pinned,
                        read,
                        before.size(),
                        lambda)
                .stream()
                .map(chosen -> {
                    Ranked hit = before.get(chosen.hit());
                    return hit.explanation() == null ? hit : hit.with(chosen.by());
                })
                .toList());
    }

    private static int count(List<Ranked> hits, Predicate<Ranked> are) {
        return (int) hits.stream().takeWhile(are).count();
    }

    private static void check(CrossRead request, int hits, double lambda) {
        if (request.hits().size() != hits) {
            throw ProblemType.INVALID_VALUE.exception(
                    "hits", "The signals of " + request.hits().size() + " hits are not those of " + hits + ".");
        }
        if (!(lambda >= 0 && lambda <= 1)) {
            throw ProblemType.INVALID_VALUE.exception("diversity.lambda", "Lambda is from 0 to 1.");
        }
    }

    private DiversifiedOrder() {}
}
