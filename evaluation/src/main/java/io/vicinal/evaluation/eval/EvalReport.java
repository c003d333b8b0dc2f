package io.vicinal.evaluation.eval;

import static io.vicinal.evaluation.report.Numbers.one;
import static io.vicinal.evaluation.report.Numbers.score;
import static io.vicinal.evaluation.report.Numbers.whole;

import io.vicinal.evaluation.report.BarChart;
import io.vicinal.evaluation.report.Html;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An evaluation as a table for the terminal and as a page. */
final class EvalReport {
    static final List<String> HEADER =
            List.of("mode", "nDCG@10", "Recall@100", "MRR@10", "MAP", "p50 ms", "p95 ms", "p99 ms", "queries/s");

    static List<List<String>> rows(EvalResult result) {
        List<List<String>> rows = new ArrayList<>();
        result.modes()
                .forEach((mode, m) -> rows.add(List.of(
                        mode,
                        score(m.quality().ndcg10()),
                        score(m.quality().recall100()),
                        score(m.quality().mrr10()),
                        score(m.quality().map()),
                        one(m.latency().p50Ms()),
                        one(m.latency().p95Ms()),
                        one(m.latency().p99Ms()),
                        one(m.queriesPerSecond()))));
        return rows;
    }

    static Html html(EvalResult result) {
        int queries = result.modes().values().stream()
                .mapToInt(mode -> mode.quality().queries())
                .max()
                .orElse(0);
        Html page = new Html("Retrieval quality on " + result.dataset() + ", " + result.split() + " split")
                .facts(whole(result.documents()) + " documents, " + queries + " judged queries, the first "
                        + result.topK() + " hits of each, through the public API, one client. " + result.at() + ". "
                        + result.machine())
                .table(HEADER, rows(result))
                .heading("Quality")
                .chart(quality(result))
                .heading("Latency")
                .chart(latency(result))
                .heading("Where the time of a search goes")
                .table(List.of("mode, mean ms", "embed", "retrieve", "rerank", "fetch", "total"), steps(result));
        List<List<String>> throughput = throughput(result);
        if (!throughput.isEmpty()) {
            page.heading("Many clients")
                    .table(List.of("mode", "clients", "queries/s", "p50 ms", "p95 ms", "p99 ms"), throughput);
        }
        if (result.ingestSeconds() != null) {
            page.paragraph("All documents were searchable " + one(result.ingestSeconds())
                    + " s after the first byte was sent.");
        }
        return page.heading("How to read it")
                .paragraph(
                        "The measures are trec_eval's: ndcg_cut_10 (linear gain), recall_100, recip_rank of the first ten "
                                + "hits and map of the hits asked for, each the mean over all judged queries; a query without an "
                                + "answer counts as 0. The run files beside this page repeat them: trec_eval -c -m ndcg_cut.10 "
                                + "qrels.txt hybrid.run. Their score is the number of hits from there to the end, because "
                                + "trec_eval orders by score and breaks ties by document id.")
                .paragraph("Latency is from sending a request to having its whole answer, after "
                        + "a warm-up with other queries; no query finds its embedding in a cache.");
    }

    private static String quality(EvalResult result) {
        Map<String, List<Double>> series = new LinkedHashMap<>();
        result.modes()
                .forEach((mode, m) -> series.put(
                        mode,
                        List.of(
                                round(m.quality().ndcg10()),
                                round(m.quality().recall100()),
                                round(m.quality().mrr10()),
                                round(m.quality().map()))));
        return BarChart.svg(
                "Quality of each mode", "score", List.of("nDCG@10", "Recall@100", "MRR@10", "MAP"), series, "0.000");
    }

    private static String latency(EvalResult result) {
        Map<String, List<Double>> series = new LinkedHashMap<>();
        result.modes()
                .forEach((mode, m) -> series.put(
                        mode,
                        List.of(
                                m.latency().p50Ms(),
                                m.latency().p95Ms(),
                                m.latency().p99Ms())));
        return BarChart.svg("Latency of each mode", "milliseconds", List.of("p50", "p95", "p99"), series, "0.0");
    }

    private static double round(double value) {
        return Math.round(value * 1000) / 1000.0;
    }

    private static List<List<String>> steps(EvalResult result) {
        List<List<String>> rows = new ArrayList<>();
        result.modes().forEach((mode, m) -> {
            Steps s = m.stepsMeanMs();
            rows.add(List.of(mode, one(s.embed()), one(s.retrieve()), one(s.rerank()), one(s.fetch()), one(s.total())));
        });
        return rows;
    }

    static List<List<String>> throughput(EvalResult result) {
        List<List<String>> rows = new ArrayList<>();
        result.modes().forEach((mode, m) -> {
            Throughput t = m.throughput();
            if (t != null) {
                rows.add(List.of(
                        mode,
                        Integer.toString(t.clients()),
                        one(t.queriesPerSecond()),
                        one(t.latency().p50Ms()),
                        one(t.latency().p95Ms()),
                        one(t.latency().p99Ms())));
            }
        });
        return rows;
    }

    private EvalReport() {}
}
