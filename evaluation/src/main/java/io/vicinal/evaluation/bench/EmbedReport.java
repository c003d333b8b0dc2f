package io.vicinal.evaluation.bench;

import static io.vicinal.evaluation.report.Numbers.one;
import static io.vicinal.evaluation.report.Numbers.percent;
import static io.vicinal.evaluation.report.Numbers.score;
import static io.vicinal.evaluation.report.Numbers.two;
import static io.vicinal.evaluation.report.Numbers.whole;

import io.vicinal.evaluation.console.TextTable;
import io.vicinal.evaluation.metrics.Latency;
import io.vicinal.evaluation.report.BarChart;
import io.vicinal.evaluation.report.Html;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An embedding benchmark for the terminal and as a page. */
final class EmbedReport {
    private static final List<String> THROUGHPUT =
            List.of("", "texts a request", "seconds", "tokens/s", "share of raw", "p50 ms", "p99 ms");
    private static final List<String> QUERIES = List.of("a single query, milliseconds", "p50", "p95", "p99", "queries");
    private static final List<String> STAGES = List.of("time by stage, bulk", "thread seconds", "calls");
    private static final List<String> SHAPES = List.of("raw encoder: sessions × threads", "texts a run", "tokens/s");
    private static final int STAGES_SHOWN = 12;

    static String text(EmbedResult result) {
        StringBuilder text = new StringBuilder();
        text.append(subject(result)).append(System.lineSeparator());
        text.append(TextTable.of(THROUGHPUT, throughput(result)));
        text.append(TextTable.of(QUERIES, queries(result.interference())));
        facts(result).forEach(fact -> text.append(fact).append(System.lineSeparator()));
        text.append(TextTable.of(STAGES, stages(result)));
        text.append(TextTable.of(SHAPES, shapes(result)));
        return text.toString();
    }

    static Html html(EmbedResult result) {
        Map<String, List<Double>> rates = new LinkedHashMap<>();
        List<String> categories = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        categories.add("raw encoder");
        values.add((double) Math.round(result.raw().tokensPerSecond()));
        result.served().forEach(served -> {
            categories.add(served.name());
            values.add((double) Math.round(served.tokensPerSecond()));
        });
        rates.put("tokens/s", values);
        Map<String, List<Double>> waits = new LinkedHashMap<>();
        waits.put("idle", percentiles(result.interference().idle()));
        waits.put("under bulk ingest", percentiles(result.interference().busy()));
        Html page = new Html("Embedding over HTTP against the raw encoder, " + result.corpus())
                .facts(subject(result) + " " + result.at() + ". " + result.machine())
                .table(THROUGHPUT, throughput(result))
                .chart(BarChart.svg("Tokens a second", "tokens/s", categories, rates, "0"))
                .heading("Single queries")
                .table(QUERIES, queries(result.interference()))
                .chart(BarChart.svg(
                        "Latency of a single query", "milliseconds", List.of("p50", "p95", "p99"), waits, "0.0"));
        facts(result).forEach(page::paragraph);
        return page.heading("Where the time goes")
                .table(STAGES, stages(result))
                .heading("The raw encoder's shapes")
                .table(SHAPES, shapes(result))
                .heading("How it was measured")
                .paragraph(
                        "The raw encoder is ONNX Runtime in the fastest of the shapes above; its texts are tokenized and sorted by length before its clock starts. Each measurement of the service stands between two of the raw encoder, each over half of the texts, and is set against their mean. The service is sent the texts over HTTP by a client on the same machine and answers with base64. Queries are new to the platform. What a query may have to wait for is the run in progress: the longest is a text of the model's full length.");
    }

    private static String subject(EmbedResult result) {
        return whole(result.texts()) + " texts of " + result.corpus() + ", " + whole(result.tokens()) + " tokens.";
    }

    private static List<List<String>> throughput(EmbedResult result) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "raw encoder, " + name(result.shapes().best()),
                "",
                one(result.raw().seconds()),
                whole(result.raw().tokensPerSecond()),
                percent(1),
                "",
                ""));
        for (EmbedResult.Served served : result.served()) {
            rows.add(List.of(
                    served.clients() == 1 || served.name().contains("client")
                            ? served.name()
                            : served.name() + ", " + served.clients() + " clients",
                    whole(served.textsARequest()),
                    one(served.seconds()),
                    whole(served.tokensPerSecond()),
                    percent(served.shareOfRaw()),
                    one(served.latency().p50Ms()),
                    one(served.latency().p99Ms())));
        }
        return rows;
    }

    private static List<List<String>> queries(Interference interference) {
        return List.of(row("idle", interference.idle()), row("under bulk ingest", interference.busy()));
    }

    private static List<String> row(String name, Latency latency) {
        return List.of(name, two(latency.p50Ms()), two(latency.p95Ms()), two(latency.p99Ms()), whole(latency.count()));
    }

    private static List<Double> percentiles(Latency latency) {
        return List.of(latency.p50Ms(), latency.p95Ms(), latency.p99Ms());
    }

    private static List<String> facts(EmbedResult result) {
        Interference waits = result.interference();
        Company company = result.company();
        List<String> facts = new ArrayList<>();
        facts.add("p99 under bulk ingest ÷ idle p99: " + two(waits.ratioOfP99s()) + "; the longest run takes "
                + one(waits.longestRunMs()) + " ms.");
        facts.add("Company: of " + whole(company.texts()) + " short texts in one request, "
                + whole(company.identical()) + " have the vector they have alone; cosine at least "
                + score(company.minimumCosine()) + ", median " + score(company.medianCosine())
                + ". Alone the request took "
                + two(company.alone() / company.sharing()) + " times as long.");
        if (result.padding() != null) {
            facts.add("Padding: " + percent(result.padding()) + " of the tokens.");
        }
        return facts;
    }

    private static List<List<String>> stages(EmbedResult result) {
        return result.stages().stream()
                .filter(stage ->
                        stage.name().startsWith("vicinal_onnx") || stage.name().startsWith("vicinal_embedding"))
                .limit(STAGES_SHOWN)
                .map(stage -> List.of(stage.name(), two(stage.seconds()), whole(stage.calls())))
                .toList();
    }

    private static List<List<String>> shapes(EmbedResult result) {
        return result.shapes().tried().stream()
                .map(tried -> List.of(
                        tried.sessions() + " × " + tried.threads(),
                        whole(tried.texts()),
                        whole(tried.tokensPerSecond())))
                .toList();
    }

    private static String name(BestShape.Tried best) {
        return best.sessions() + " × " + best.threads() + ", " + best.texts()
                + (best.texts() == 1 ? " text a run" : " texts a run");
    }

    private EmbedReport() {}
}
