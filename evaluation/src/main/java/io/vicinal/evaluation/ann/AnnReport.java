package io.vicinal.evaluation.ann;

import static io.vicinal.evaluation.report.Numbers.one;
import static io.vicinal.evaluation.report.Numbers.score;
import static io.vicinal.evaluation.report.Numbers.two;
import static io.vicinal.evaluation.report.Numbers.whole;

import io.vicinal.evaluation.ann.AnnResult.Asked;
import io.vicinal.evaluation.console.TextTable;
import io.vicinal.evaluation.report.Html;
import io.vicinal.evaluation.report.LineChart;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A benchmark of the vector index for the terminal and as a page. */
final class AnnReport {
    private static final List<String> HEADER = List.of("index", "explored", "recall@10", "queries/s", "built in s");

    static String text(AnnResult result) {
        StringBuilder text = new StringBuilder();
        text.append(subject(result)).append(System.lineSeparator());
        for (Asked asked : result.asked()) {
            text.append(System.lineSeparator())
                    .append(title(asked))
                    .append(System.lineSeparator())
                    .append(TextTable.of(HEADER, rows(asked)));
        }
        findings(result).forEach(finding -> text.append(finding).append(System.lineSeparator()));
        return text.toString();
    }

    static Html html(AnnResult result) {
        Html page = new Html("Recall against queries a second, " + result.corpus())
                .facts(subject(result) + " " + result.at() + ". " + result.machine());
        findings(result).forEach(page::paragraph);
        for (Asked asked : result.asked()) {
            page.heading(title(asked)).chart(LineChart.svg(title(asked), "recall@10", "queries/s", series(asked)));
            page.table(HEADER, rows(asked));
        }
        return page.heading("How it was measured")
                .paragraph(
                        "Each vector is a document of one passage in a shard as a retrieval node has it, merged as it"
                                + " is at rest, and searched as a node searches: the graph over the quantised copies, what it"
                                + " finds ordered by the exact cosine. One thread asks for ten, one vector after the other;"
                                + " recall is against a comparison with every vector. hnswlib (" + Hnswlib.PACKAGE
                                + ", float32, M " + Hnswlib.CONNECTIONS + ", efConstruction " + Hnswlib.CONSTRUCTION
                                + ") has the same vectors in the same order on the same machine, one thread, right after.");
    }

    private static String subject(AnnResult result) {
        return whole(result.vectors()) + " token vectors of " + result.corpus() + ", " + result.dimensions()
                + " dimensions, SIMD of " + result.simdBits() + " bits.";
    }

    private static String title(Asked asked) {
        return whole(asked.count()) + " " + asked.questions();
    }

    private static List<String> findings(AnnResult result) {
        List<String> findings = new ArrayList<>();
        findings.add("recall@10 of int8 at its usual effort (" + result.usualEffort() + " explored): "
                + score(result.recall()) + " (goal: 0.98)");
        findings.add(
                result.ratio() == null
                        ? "queries/s of int8 to hnswlib's at recall " + AnnResult.RECALL
                                + ": not measured (no hnswlib, or a curve that does not come by there)"
                        : "queries/s of int8 to hnswlib's at recall " + AnnResult.RECALL + ": " + two(result.ratio())
                                + " (goal: 1.5)");
        return findings;
    }

    private static List<List<String>> rows(Asked asked) {
        return asked.curves().stream()
                .flatMap(curve -> curve.points().stream()
                        .map(point -> List.of(
                                curve.index(),
                                Integer.toString(point.effort()),
                                score(point.recall()),
                                whole(point.queriesPerSecond()),
                                one(curve.buildSeconds()))))
                .toList();
    }

    private static Map<String, List<LineChart.Point>> series(Asked asked) {
        Map<String, List<LineChart.Point>> series = new LinkedHashMap<>();
        asked.curves()
                .forEach(curve -> series.put(
                        curve.index(),
                        curve.points().stream()
                                .map(point -> new LineChart.Point(point.recall(), point.queriesPerSecond()))
                                .toList()));
        return series;
    }

    private AnnReport() {}
}
