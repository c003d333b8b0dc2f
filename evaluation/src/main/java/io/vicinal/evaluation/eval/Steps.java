package io.vicinal.evaluation.eval;

import io.vicinal.contracts.search.SearchResult;
import java.util.List;

/** Mean milliseconds of each step of the query pipeline, as the platform says in {@code took_ms}. */
public record Steps(double embed, double retrieve, double rerank, double fetch, double total) {

    public static Steps mean(List<SearchResult.Took> tooks) {
        double[] sums = new double[5];
        for (SearchResult.Took took : tooks) {
            sums[0] += took.embed();
            sums[1] += took.retrieve();
            sums[2] += took.rerank();
            sums[3] += took.fetch();
            sums[4] += took.total();
        }
        int n = Math.max(1, tooks.size());
        return new Steps(sums[0] / n, sums[1] / n, sums[2] / n, sums[3] / n, sums[4] / n);
    }
}
