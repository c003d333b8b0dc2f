package io.vicinal.evaluation.eval;

import io.vicinal.contracts.search.SearchResult;
import io.vicinal.contracts.search.SearchResult.Hit;
import io.vicinal.evaluation.console.TextTable;
import io.vicinal.evaluation.metrics.Calibration;
import io.vicinal.evaluation.metrics.Calibration.Pair;
import io.vicinal.evaluation.platform.Platform;
import io.vicinal.evaluation.platform.SearchQuery;
import io.vicinal.evaluation.platform.VicinalClient;
import io.vicinal.evaluation.report.Machine;
import io.vicinal.evaluation.report.ResultFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How well the platform tells what is relevant from what is not, through the public API.
 *
 * @param base dataset, split and collection
 * @param strangers queries that have nothing to do with the collection
 */
public record RelevanceEvaluation(Evaluation base, List<String> strangers) {
    static final int TOP_K = 100;
    private static final int BEST = 10;
    private static final String MODE = "hybrid";
    private static final int STEPS = 20;

    private record Seen(List<Pair> byRelevance, List<Pair> byCosine) {}

    public void run(Evaluation.Task task, Platform platform, PrintWriter terminal, PrintWriter err)
            throws IOException, InterruptedException {
        base.on(platform, err, _ -> {
            RelevanceResult result = measure(task, platform.client());
            ResultFolder folder = ResultFolder.create(base.out());
            folder.write(result, RelevanceReport.html(result));
            terminal.println(result.dataset() + ", " + result.split() + " split, " + result.queries() + " queries, "
                    + strangers.size() + " strangers");
            terminal.print(TextTable.of(RelevanceReport.HEADER, RelevanceReport.rows(result)));
            terminal.println("result.json and report.html are in " + folder.path());
            terminal.flush();
        });
    }

    private RelevanceResult measure(Evaluation.Task task, VicinalClient client) throws InterruptedException {
        Seen seen = new Seen(new ArrayList<>(), new ArrayList<>());
        int found = 0;
        int kept = 0;
        for (Map.Entry<String, String> query : task.queries().entrySet()) {
            Map<String, Integer> gains = Objects.requireNonNull(task.qrels().get(query.getKey()));
            List<Hit> hits = search(client, query.getValue(), true, TOP_K);
            hits.forEach(hit -> add(seen, hit, isRelevant(hit, gains)));
            if (hits.stream().limit(BEST).anyMatch(hit -> isRelevant(hit, gains))) {
                found++;
                kept += search(client, query.getValue(), false, BEST).stream().anyMatch(hit -> isRelevant(hit, gains))
                        ? 1
                        : 0;
            }
        }
        return new RelevanceResult(
                base.dataset().name(),
                base.split(),
                Instant.now(),
                Machine.here(),
                base.collection(),
                task.queries().size(),
                Calibration.averagePrecision(seen.byCosine),
                Calibration.of(seen.byRelevance),
                IntStream.rangeClosed(0, STEPS)
                        .mapToObj(step -> threshold(seen.byRelevance, (double) step / STEPS))
                        .toList(),
                found == 0 ? 0 : (double) kept / found,
                empty(client));
    }

    private @Nullable Double empty(VicinalClient client) throws InterruptedException {
        if (strangers.isEmpty()) {
            return null;
        }
        int empty = 0;
        for (String query : strangers) {
            empty += search(client, query, false, BEST).isEmpty() ? 1 : 0;
        }
        return (double) empty / strangers.size();
    }

    private List<Hit> search(VicinalClient client, String query, boolean all, int topK) throws InterruptedException {
        byte[] body = new SearchQuery(all).body(query, MODE, topK);
        SearchResult result = client.searchResult(client.search(base.collection(), body));
        return Objects.requireNonNullElse(result.hits(), List.of());
    }

    private static boolean isRelevant(Hit hit, Map<String, Integer> gains) {
        return gains.getOrDefault(hit.documentId(), 0) > 0;
    }

    private static void add(Seen seen, Hit hit, boolean relevant) {
        if (hit.relevance() != null) {
            seen.byRelevance.add(new Pair(hit.relevance(), relevant));
        }
        if (hit.scores().dense() != null) {
            seen.byCosine.add(new Pair(hit.scores().dense(), relevant));
        }
    }

    private static RelevanceResult.Threshold threshold(List<Pair> pairs, double probability) {
        List<Pair> left =
                pairs.stream().filter(pair -> pair.score() >= probability).toList();
        long right = left.stream().filter(Pair::relevant).count();
        long all = pairs.stream().filter(Pair::relevant).count();
        return new RelevanceResult.Threshold(
                probability, left.isEmpty() ? 1 : (double) right / left.size(), all == 0 ? 0 : (double) right / all);
    }
}
