package io.vicinal.evaluation.metrics;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Measures of one ranking against graded judgements, equal to trec_eval's to the last digit it prints. A ranking is a
 * list of distinct document ids, best first; judgements give a document's gain, and only gains above 0 are relevant.
 * Without any relevant document every measure is 0; trec_eval leaves such a query out of its means.
 *
 * <p>trec_eval orders a run by its scores and breaks ties by document id, descending; a list has no ties, so the run
 * files that this project writes carry strictly falling scores ({@link io.vicinal.evaluation.dataset.TrecFiles}).
 */
public final class RankingMetrics {

    /** {@code ndcg_cut_k}: linear gain, discount log2(rank + 1) (Järvelin and Kekäläinen, TOIS 2002). */
    public static double ndcg(List<String> ranking, Map<String, Integer> gains, int k) {
        double best = 0;
        int rank = 0;
        for (int gain : gains.values().stream()
                .filter(g -> g > 0)
                .sorted(Comparator.reverseOrder())
                .limit(k)
                .toList()) {
            best += gain / log2(++rank + 1);
        }
        double found = 0;
        for (int i = 0; i < Math.min(k, ranking.size()); i++) {
            found += gain(gains, ranking.get(i)) / log2(i + 2);
        }
        return best == 0 ? 0 : found / best;
    }

    /** {@code recall_k}: the share of the relevant documents among the first k. */
    public static double recall(List<String> ranking, Map<String, Integer> gains, int k) {
        long found = ranking.stream().limit(k).filter(id -> gain(gains, id) > 0).count();
        return ratio(found, relevant(gains));
    }

    /** {@code recip_rank} of the first k: 1 / rank of the first relevant document, 0 where there is none. */
    public static double reciprocalRank(List<String> ranking, Map<String, Integer> gains, int k) {
        for (int i = 0; i < Math.min(k, ranking.size()); i++) {
            if (gain(gains, ranking.get(i)) > 0) {
                return 1.0 / (i + 1);
            }
        }
        return 0;
    }

    /** {@code map}: the mean, over all relevant documents, of the precision at their rank; 0 for those not ranked. */
    public static double averagePrecision(List<String> ranking, Map<String, Integer> gains) {
        double sum = 0;
        int found = 0;
        for (int i = 0; i < ranking.size(); i++) {
            if (gain(gains, ranking.get(i)) > 0) {
                sum += (double) ++found / (i + 1);
            }
        }
        return ratio(sum, relevant(gains));
    }

    private static int gain(Map<String, Integer> gains, String id) {
        return Math.max(0, gains.getOrDefault(id, 0));
    }

    private static long relevant(Map<String, Integer> gains) {
        return gains.values().stream().filter(g -> g > 0).count();
    }

    private static double ratio(double part, long whole) {
        return whole == 0 ? 0 : part / whole;
    }

    private static double log2(int x) {
        return Math.log(x) / Math.log(2);
    }

    private RankingMetrics() {}
}
