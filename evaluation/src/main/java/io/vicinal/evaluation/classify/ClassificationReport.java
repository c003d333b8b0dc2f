package io.vicinal.evaluation.classify;

import static io.vicinal.evaluation.report.Numbers.score;
import static io.vicinal.evaluation.report.Numbers.whole;

import io.vicinal.evaluation.classify.ClassificationResult.Run;
import io.vicinal.evaluation.report.Html;
import io.vicinal.evaluation.report.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** An evaluation of classification as a table for the terminal and as a page. */
final class ClassificationReport {
    private static final int HARDEST = 15;
    private static final String NONE = "–";

    static final List<String> HEADER = List.of(
            "examples",
            "accuracy",
            "macro-F1",
            "calibration error",
            "mean risk",
            "coverage",
            "risk",
            "novelty AUROC",
            "texts/s",
            "training s");

    static List<List<String>> rows(ClassificationResult result) {
        List<List<String>> rows = new ArrayList<>();
        for (Run run : result.runs()) {
            rows.add(row(whole(run.examples()), run.figures()));
        }
        if (rows.size() > 1) {
            rows.add(row("mean", result.figures()));
        }
        return rows;
    }

    private static List<String> row(String name, Figures figures) {
        return List.of(
                name,
                score(figures.accuracy()),
                score(figures.macroF1()),
                score(figures.calibrationError()),
                score(figures.riskCoverageArea()),
                score(figures.coverage()),
                known(figures.risk(), Numbers::score),
                known(figures.noveltyAuroc(), Numbers::score),
                whole(figures.textsPerSecond()),
                known(figures.trainingSeconds(), Numbers::one));
    }

    private interface Format {
        String of(double value);
    }

    private static String known(@Nullable Double value, Format format) {
        return value == null ? NONE : format.of(value);
    }

    static String task(ClassificationResult result) {
        return result.test() + " by " + result.train() + ", " + whole(result.texts()) + " texts, "
                + result.runs().getFirst().labels() + " labels, method " + result.method()
                + (result.maxRisk() == null ? "" : ", at most " + Numbers.percent(result.maxRisk()) + " wrong wanted")
                + (result.examplesPerLabel() == null
                        ? ""
                        : ", " + result.examplesPerLabel() + " examples a label, seed " + result.seed())
                + (result.strangers() == 0 ? "" : ", " + whole(result.strangers()) + " strangers");
    }

    /** How often the platform abstained in each run, and why. */
    static List<String> abstained(ClassificationResult result) {
        return result.runs().stream()
                .map(Run::abstained)
                .filter(reasons -> !reasons.isEmpty())
                .map(reasons -> "Abstained: "
                        + String.join(
                                ", ",
                                reasons.entrySet().stream()
                                        .map(reason -> reason.getKey() + " " + whole(reason.getValue()))
                                        .toList()))
                .toList();
    }

    /** What the platform chose for each run, and what it expected of it, in its own words. */
    static List<String> chosen(ClassificationResult result) {
        return result.runs().stream()
                .map(Run::classifier)
                .filter(Objects::nonNull)
                .map(classifier -> "Chosen: " + settings(classifier.path("chosen")) + "; expected accuracy "
                        + expected(classifier.path("accuracy")) + ", calibration error "
                        + expected(classifier.path("calibration_error")))
                .toList();
    }

    private static String settings(JsonNode chosen) {
        return String.join(
                ", ",
                chosen.propertyStream()
                        .filter(property -> !property.getValue().isNull())
                        .map(property -> property.getKey() + " " + number(property.getValue()))
                        .toList());
    }

    private static String number(JsonNode value) {
        return value.isFloatingPointNumber() ? score(value.doubleValue()) : value.asString("");
    }

    private static String expected(JsonNode value) {
        return value.isNumber() ? score(value.doubleValue()) : NONE;
    }

    static Set<String> warnings(ClassificationResult result) {
        Set<String> warnings = new LinkedHashSet<>();
        if (!result.unseen().isEmpty()) {
            warnings.add(result.unseen().size() + " labels of the test have no example and count as wrong, such as "
                    + result.unseen().getFirst() + ".");
        }
        result.runs().forEach(run -> warnings.addAll(run.warnings()));
        return warnings;
    }

    static Html html(ClassificationResult result) {
        Html page = new Html("Classification of " + result.test())
                .facts(task(result) + ", through the public API. " + result.at() + ". " + result.machine())
                .table(HEADER, rows(result));
        abstained(result).forEach(page::paragraph);
        chosen(result).forEach(page::paragraph);
        warnings(result).forEach(warning -> page.paragraph("Warning: " + warning));
        ClassificationCharts.add(result, page);
        return page.heading("The hardest labels" + (result.runs().size() > 1 ? " of the first draw" : ""))
                .table(List.of("label", "precision", "recall", "F1", "texts"), hardest(result))
                .heading("How to read it")
                .paragraph(
                        "Accuracy and macro-F1 are those of the most likely label, whether the platform stands by it or"
                                + " abstains. The calibration error is the mean distance of a bin's probability from the share of it"
                                + " that is right, over 15 bins. Coverage is the share of the texts of which the platform does not"
                                + " abstain, and risk the share of those that is wrong; mean risk is the area under the risk–coverage"
                                + " curve. The AUROC of novelty is how likely a stranger is called stranger than a text of the test.");
    }

    private static List<List<String>> hardest(ClassificationResult result) {
        return result.runs().getFirst().perLabel().stream()
                .limit(HARDEST)
                .map(label -> List.of(
                        label.label(),
                        score(label.precision()),
                        score(label.recall()),
                        score(label.f1()),
                        whole(label.texts())))
                .toList();
    }

    private ClassificationReport() {}
}
