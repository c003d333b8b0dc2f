package io.vicinal.evaluation.bench;

import static io.vicinal.evaluation.report.Numbers.one;
import static io.vicinal.evaluation.report.Numbers.two;
import static io.vicinal.evaluation.report.Numbers.whole;

import io.vicinal.evaluation.console.TextTable;
import io.vicinal.evaluation.eval.Steps;
import io.vicinal.evaluation.eval.Throughput;
import io.vicinal.evaluation.metrics.Latency;
import io.vicinal.evaluation.report.BarChart;
import io.vicinal.evaluation.report.Html;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A search benchmark for the terminal and as a page. */
final class LatencyReport {
    private static final List<String> HEADER = List.of("milliseconds", "p50", "p95", "p99", "mean");
    private static final List<String> STEPS =
            List.of("mean ms of each step", "embed", "retrieve", "rerank", "fetch", "total");

    static String text(LatencyResult result) {
        StringBuilder text = new StringBuilder();
        text.append(subject(result)).append(System.lineSeparator());
        text.append(TextTable.of(HEADER, rows(result)));
        text.append(ratio(result)).append(System.lineSeparator());
        text.append(TextTable.of(STEPS, steps(result)));
        return text.toString();
    }

    static Html html(LatencyResult result) {
        Map<String, List<Double>> series = new LinkedHashMap<>();
        series.put("hybrid search", percentiles(result.search()));
        series.put("without late interaction", percentiles(result.withoutLateInteraction()));
        series.put("encoding alone", percentiles(result.raw()));
        return new Html("Hybrid search against encoding alone, " + result.corpus())
                .facts(subject(result) + " " + result.at() + ". " + result.machine())
                .table(HEADER, rows(result))
                .paragraph(ratio(result))
                .chart(BarChart.svg("Latency", "milliseconds", List.of("p50", "p95", "p99"), series, "0.0"))
                .heading("Where the time of a search goes")
                .table(STEPS, steps(result))
                .heading("How it was measured")
                .paragraph("Each query is encoded by one one-thread ONNX Runtime session (tokenization counted) and "
                        + "searched for through the public API by one client, in turns; which one goes first alternates. "
                        + "Both sides were warmed up with other queries, and no query was sent before.");
    }

    private static String subject(LatencyResult result) {
        return result.search().count() + " queries of " + result.corpus() + ", " + whole(result.documents())
                + " documents, the first " + result.topK() + " hits.";
    }

    private static String ratio(LatencyResult result) {
        return "Ratio of the p50s: " + two(result.ratioOfP50s()) + "; late interaction is "
                + one(100 * result.lateInteractionShare()) + " % of a search's p50.";
    }

    private static List<Double> percentiles(Latency latency) {
        return List.of(latency.p50Ms(), latency.p95Ms(), latency.p99Ms());
    }

    private static List<List<String>> rows(LatencyResult result) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("hybrid search, one client", result.search()));
        rows.add(row("without late interaction", result.withoutLateInteraction()));
        rows.add(row("encoding alone", result.raw()));
        Throughput throughput = result.throughput();
        if (throughput != null) {
            rows.add(row(
                    "hybrid search, " + throughput.clients() + " clients (" + one(throughput.queriesPerSecond())
                            + " queries/s)",
                    throughput.latency()));
        }
        return rows;
    }

    private static List<String> row(String name, Latency latency) {
        return List.of(name, two(latency.p50Ms()), two(latency.p95Ms()), two(latency.p99Ms()), two(latency.meanMs()));
    }

    private static List<List<String>> steps(LatencyResult result) {
        Steps s = result.stepsMeanMs();
        return List.of(List.of("", two(s.embed()), two(s.retrieve()), two(s.rerank()), two(s.fetch()), two(s.total())));
    }

    private LatencyReport() {}
}
