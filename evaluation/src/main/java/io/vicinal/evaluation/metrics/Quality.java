package io.vicinal.evaluation.metrics;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/**
 * Means over all judged queries; a query without an answer counts as 0 (trec_eval's {@code -c}).
 *
 * @param queries how many queries have a relevant document
 */
public record Quality(
        @JsonProperty("ndcg@10") double ndcg10,
        @JsonProperty("recall@100") double recall100,
        @JsonProperty("mrr@10") double mrr10,
        @JsonProperty("map") double map,
        int queries) {

    /**
     * @param rankings query to document ids, best first
     * @param qrels query to document to gain
     */
    public static Quality of(Map<String, List<String>> rankings, Map<String, Map<String, Integer>> qrels) {
        double ndcg = 0;
        double recall = 0;
        double reciprocal = 0;
        double precision = 0;
        int queries = 0;
        for (Map.Entry<String, Map<String, Integer>> judged : qrels.entrySet()) {
            Map<String, Integer> gains = judged.getValue();
            if (gains.values().stream().noneMatch(gain -> gain > 0)) {
                continue;
            }
            List<String> ranking = rankings.getOrDefault(judged.getKey(), List.of());
            queries++;
            ndcg += RankingMetrics.ndcg(ranking, gains, 10);
            recall += RankingMetrics.recall(ranking, gains, 100);
            reciprocal += RankingMetrics.reciprocalRank(ranking, gains, 10);
            precision += RankingMetrics.averagePrecision(ranking, gains);
        }
        int n = Math.max(1, queries);
        return new Quality(ndcg / n, recall / n, reciprocal / n, precision / n, queries);
    }
}
