package io.vicinal.reranking;

import io.vicinal.contracts.reranking.RerankingApi.Signals;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Candidates by score; ties are broken by what does not change from one call to the next: the document, then the passage's place. */
final class BestFirst {

    static int[] of(List<Signals> candidates, double[] scores) {
        return IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -scores[i])
                        .thenComparing(i -> candidates.get(i).documentId())
                        .thenComparing(Function.identity()))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private BestFirst() {}
}
