package io.vicinal.evaluation.eval;

import static io.vicinal.evaluation.report.Numbers.score;

import io.vicinal.evaluation.report.Html;
import io.vicinal.evaluation.report.LineChart;
import io.vicinal.evaluation.report.LineChart.Point;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An evaluation of relevance as a table for the terminal and as a page. */
final class RelevanceReport {
    static final List<String> HEADER =
            List.of("pairs", "AUPRC cosine", "AUPRC relevance", "calibration error", "kept", "strangers empty");

    static List<List<String>> rows(RelevanceResult result) {
        return List.of(List.of(
                Integer.toString(result.relevance().pairs()),
                score(result.cosine()),
                score(result.relevance().averagePrecision()),
                score(result.relevance().expectedError()),
                score(result.kept()),
                result.strangersEmpty() == null ? "–" : score(result.strangersEmpty())));
    }

    static Html html(RelevanceResult result) {
        Map<String, List<Point>> reliability = new LinkedHashMap<>();
        reliability.put("as it should be", List.of(new Point(0, 0), new Point(1, 1)));
        reliability.put(
                "measured",
                result.relevance().bins().stream()
                        .map(bin -> new Point(bin.probability(), bin.share()))
                        .toList());
        List<RelevanceResult.Threshold> thresholds = result.thresholds();
        return new Html("Relevance on " + result.dataset() + ", " + result.split() + " split")
                .facts(result.queries() + " queries, the first " + RelevanceEvaluation.TOP_K
                        + " hits of each, through the public API. " + result.at() + ". " + result.machine())
                .table(HEADER, rows(result))
                .heading("Reliability")
                .chart(LineChart.svg("Reliability diagram", "probability", "share that is relevant", reliability))
                .heading("Precision and recall")
                .chart(LineChart.svg(
                        "Precision–recall curve",
                        "recall",
                        "precision",
                        Map.of("by threshold", points(thresholds, true))))
                .heading("What a threshold leaves")
                .chart(LineChart.svg(
                        "Effect of min_relevance",
                        "min_relevance",
                        "share",
                        Map.of("recall", recall(thresholds), "precision", points(thresholds, false))))
                .heading("How to read it")
                .paragraph(
                        "AUPRC is the area under the precision–recall curve over all pairs of a query and one of its hits; a pair"
                                + " that is not judged counts as not relevant. The calibration error is the mean distance of a bin's"
                                + " probability from the share of it that is relevant. Kept: of the queries with a relevant hit"
                                + " among the best ten, those that still have one at the collection's threshold.");
    }

    private static List<Point> points(List<RelevanceResult.Threshold> thresholds, boolean byRecall) {
        return thresholds.stream()
                .map(t -> new Point(byRecall ? t.recall() : t.probability(), t.precision()))
                .toList();
    }

    private static List<Point> recall(List<RelevanceResult.Threshold> thresholds) {
        return thresholds.stream()
                .map(t -> new Point(t.probability(), t.recall()))
                .toList();
    }

    private RelevanceReport() {}
}
