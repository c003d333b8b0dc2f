package io.vicinal.evaluation.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vicinal.evaluation.dataset.TrecFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uk.ac.gla.terrier.jtreceval.trec_eval;

/** Against the real trec_eval, on the files that we write. */
class TrecEvalAgreementTest {
    private static final double DIGITS = 1e-4;

    @TempDir
    Path folder;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void everyMeasureOfEveryQueryIsTrecEvals(long seed) throws Exception {
        Random random = new Random(seed);
        Map<String, Map<String, Integer>> qrels = new LinkedHashMap<>();
        Map<String, List<String>> rankings = new LinkedHashMap<>();
        for (int q = 0; q < 40; q++) {
            List<String> pool = new ArrayList<>(
                    IntStream.range(0, 300).mapToObj(d -> "doc" + d).toList());
            Collections.shuffle(pool, random);
            Map<String, Integer> gains = new LinkedHashMap<>();
            gains.put(pool.get(random.nextInt(300)), 1 + random.nextInt(3));
            for (int i = random.nextInt(60); i > 0; i--) {
                gains.put(pool.get(random.nextInt(300)), random.nextInt(4));
            }
            qrels.put("q" + q, gains);
            // Short rankings, full ones, and now and then none at all.
            rankings.put("q" + q, List.copyOf(pool.subList(0, random.nextInt(8) == 0 ? 0 : random.nextInt(101))));
        }
        Map<String, Map<String, Double>> theirs = trecEval(qrels, rankings);
        qrels.forEach((query, gains) -> {
            List<String> ranking = rankings.get(query);
            Map<String, Double> expected = theirs.getOrDefault(query, Map.of());
            String because = "seed " + seed + ", " + query;
            assertThat(RankingMetrics.ndcg(ranking, gains, 10))
                    .as(because)
                    .isCloseTo(expected.getOrDefault("ndcg_cut_10", 0.0), within(DIGITS));
            assertThat(RankingMetrics.recall(ranking, gains, 100))
                    .as(because)
                    .isCloseTo(expected.getOrDefault("recall_100", 0.0), within(DIGITS));
            assertThat(RankingMetrics.averagePrecision(ranking, gains))
                    .as(because)
                    .isCloseTo(expected.getOrDefault("map", 0.0), within(DIGITS));
            assertThat(RankingMetrics.reciprocalRank(ranking, gains, 1000))
                    .as(because)
                    .isCloseTo(expected.getOrDefault("recip_rank", 0.0), within(DIGITS));
        });
        Quality quality = Quality.of(rankings, qrels);
        Map<String, Double> means = theirs.get("all");
        assertThat(quality.ndcg10()).isCloseTo(means.get("ndcg_cut_10"), within(DIGITS));
        assertThat(quality.recall100()).isCloseTo(means.get("recall_100"), within(DIGITS));
        assertThat(quality.map()).isCloseTo(means.get("map"), within(DIGITS));
        assertThat(quality.queries()).isEqualTo(40);
    }

    @Test
    void theFirstRelevantDocumentCountsOnlyAmongTheFirstTen() {
        List<String> ranking =
                IntStream.rangeClosed(1, 20).mapToObj(Integer::toString).toList();
        assertThat(RankingMetrics.reciprocalRank(ranking, Map.of("10", 1), 10)).isEqualTo(0.1);
        assertThat(RankingMetrics.reciprocalRank(ranking, Map.of("11", 1), 10)).isZero();
        assertThat(RankingMetrics.reciprocalRank(ranking, Map.of("3", 0, "4", 2), 10))
                .isEqualTo(0.25);
    }

    @Test
    void percentilesAreDurationsThatOccurred() {
        double[] hundred =
                IntStream.rangeClosed(1, 100).mapToDouble(i -> 101 - i).toArray();
        assertThat(Latency.of(hundred)).isEqualTo(new Latency(100, 50.5, 50, 95, 99, 100));
        assertThat(Latency.of(new double[] {7})).isEqualTo(new Latency(1, 7, 7, 7, 7, 7));
    }

    private Map<String, Map<String, Double>> trecEval(
            Map<String, Map<String, Integer>> qrels, Map<String, List<String>> rankings) throws Exception {
        Path qrelsFile = folder.resolve("qrels.txt");
        Path runFile = folder.resolve("hybrid.run");
        TrecFiles.qrels(qrelsFile, qrels);
        TrecFiles.run(runFile, "a tag", rankings);
        trec_eval program = new trec_eval();
        String[][] lines = program.runAndGetOutput(new String[] {
            "-q",
            "-c",
            "-m",
            "ndcg_cut.10",
            "-m",
            "recall.100",
            "-m",
            "map",
            "-m",
            "recip_rank",
            qrelsFile.toString(),
            runFile.toString()
        });
        assertThat(program.getLastExitCode()).isZero();
        Map<String, Map<String, Double>> measures = new HashMap<>();
        for (String[] line : lines) {
            measures.computeIfAbsent(line[1], query -> new HashMap<>()).put(line[0], Double.parseDouble(line[2]));
        }
        return measures;
    }
}
