package io.vicinal.evaluation.bench;

import static io.vicinal.evaluation.report.Numbers.mebibytes;
import static io.vicinal.evaluation.report.Numbers.one;
import static io.vicinal.evaluation.report.Numbers.percent;
import static io.vicinal.evaluation.report.Numbers.two;
import static io.vicinal.evaluation.report.Numbers.whole;

import io.vicinal.evaluation.console.TextTable;
import io.vicinal.evaluation.report.BarChart;
import io.vicinal.evaluation.report.Html;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An ingest benchmark for the terminal and as a page. */
final class IngestReport {
    private static final List<String> HEADER = List.of("", "seconds", "tokens/s", "share of raw");
    private static final List<String> STAGES = List.of("the platform's own timers", "thread seconds", "calls");
    private static final int STAGES_SHOWN = 15;

    static String text(IngestResult result) {
        StringBuilder text = new StringBuilder();
        text.append(subject(result)).append(System.lineSeparator());
        text.append(TextTable.of(HEADER, rows(result)));
        facts(result).forEach(fact -> text.append(fact).append(System.lineSeparator()));
        if (!result.stages().isEmpty()) {
            text.append(TextTable.of(STAGES, stages(result)));
        }
        return text.toString();
    }

    static Html html(IngestResult result) {
        Map<String, List<Double>> rates = new LinkedHashMap<>();
        rates.put("platform", List.of((double) Math.round(result.platform().tokensPerSecond())));
        rates.put("raw encoder", List.of((double) Math.round(result.raw().tokensPerSecond())));
        Html page = new Html("Ingest against the raw encoder, " + result.corpus())
                .facts(subject(result) + " " + result.at() + ". " + result.machine())
                .table(HEADER, rows(result))
                .chart(BarChart.svg("Tokens a second", "tokens/s", List.of("ingest"), rates, "0"));
        facts(result).forEach(page::paragraph);
        if (!result.stages().isEmpty()) {
            page.heading("Where the time goes").table(STAGES, stages(result));
        }
        return page.heading("How it was measured")
                .paragraph(
                        "The platform's time runs from the first byte sent until a search finds every document. The raw "
                                + "encoder is " + result.rawSessions()
                                + " one-thread ONNX Runtime sessions that encode the same "
                                + "texts (title and text, windows of 512 tokens) one a run; tokenization is not counted. It ran in "
                                + "the same minutes, half of the texts before and half after, with the platform idle. Both sides "
                                + "were warmed up. Tokens are counted once on both sides, special tokens included.");
    }

    private static String subject(IngestResult result) {
        return whole(result.documents()) + " documents of " + result.corpus() + ", " + whole(result.tokens())
                + " tokens.";
    }

    private static List<List<String>> rows(IngestResult result) {
        return List.of(
                List.of(
                        "platform, end to end",
                        one(result.platform().seconds()),
                        whole(result.platform().tokensPerSecond()),
                        percent(result.ratio())),
                List.of(
                        "raw encoder, " + result.rawSessions() + " sessions",
                        one(result.raw().seconds()),
                        whole(result.raw().tokensPerSecond()),
                        percent(1)));
    }

    private static List<String> facts(IngestResult result) {
        String memory = result.memory() == null
                ? "Resident size: not known, the platform is not a process of this command's."
                : "Resident size of the platform: " + mebibytes(result.memory().residentBytes()) + ", at its peak "
                        + mebibytes(result.memory().peakResidentBytes()) + " (JVM options: "
                        + (result.javaOptions() == null || result.javaOptions().isBlank()
                                ? "none"
                                : result.javaOptions())
                        + ").";
        String cores = result.platformCores() == null
                ? ""
                : "While ingesting, the platform used " + two(result.platformCores()) + " cores and this client "
                        + two(result.clientCores()) + " of " + result.machine().cores() + ".";
        String start = result.startSeconds() == null
                ? ""
                : "The platform was ready after " + one(result.startSeconds()) + " s.";
        return List.of(memory, cores, start).stream()
                .filter(fact -> !fact.isEmpty())
                .toList();
    }

    private static List<List<String>> stages(IngestResult result) {
        return result.stages().stream()
                .limit(STAGES_SHOWN)
                .map(stage -> List.of(stage.name(), two(stage.seconds()), whole(stage.calls())))
                .toList();
    }

    private IngestReport() {}
}
