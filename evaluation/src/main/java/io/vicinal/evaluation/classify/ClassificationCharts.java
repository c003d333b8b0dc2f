package io.vicinal.evaluation.classify;

import io.vicinal.evaluation.classify.ClassificationResult.Run;
import io.vicinal.evaluation.report.Html;
import io.vicinal.evaluation.report.LineChart;
import io.vicinal.evaluation.report.LineChart.Point;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What one figure cannot say: what abstaining costs, whether probabilities hold, how far strangers stand out. */
final class ClassificationCharts {
    /** Lines that can be told from each other. */
    private static final int LINES = 5;

    static void add(ClassificationResult result, Html page) {
        page.heading("Risk and coverage")
                .chart(LineChart.svg(
                        "Risk–coverage curve",
                        "share of texts that is answered",
                        "share of answers that is wrong",
                        lines(
                                result,
                                run -> run.riskCoverage().points().stream()
                                        .map(point -> new Point(point.coverage(), point.risk()))
                                        .toList())));
        Map<String, List<Point>> reliability = diagonal("as it should be");
        reliability.putAll(lines(
                result,
                run -> run.calibration().stream()
                        .map(bin -> new Point(bin.probability(), bin.share()))
                        .toList()));
        page.heading("Reliability")
                .chart(LineChart.svg("Reliability diagram", "probability", "share that is right", reliability));
        if (result.runs().stream().allMatch(run -> run.novelty() != null)) {
            Map<String, List<Point>> novelty = diagonal("by chance");
            novelty.putAll(lines(result, ClassificationCharts::roc));
            page.heading("Novelty")
                    .chart(LineChart.svg(
                            "ROC of novelty",
                            "share of the test's texts taken for strangers",
                            "share of strangers found",
                            novelty));
        }
    }

    private static List<Point> roc(Run run) {
        return run.novelty() == null
                ? List.of()
                : run.novelty().roc().points().stream()
                        .map(point -> new Point(point.known(), point.strangers()))
                        .toList();
    }

    private static Map<String, List<Point>> diagonal(String name) {
        Map<String, List<Point>> lines = new LinkedHashMap<>();
        lines.put(name, List.of(new Point(0, 0), new Point(1, 1)));
        return lines;
    }

    private static Map<String, List<Point>> lines(ClassificationResult result, Function<Run, List<Point>> points) {
        Map<String, List<Point>> lines = new LinkedHashMap<>();
        for (int i = 0; i < Math.min(LINES, result.runs().size()); i++) {
            String name = result.runs().size() == 1 ? "measured" : "draw " + (i + 1);
            lines.put(name, points.apply(result.runs().get(i)));
        }
        return lines;
    }

    private ClassificationCharts() {}
}
