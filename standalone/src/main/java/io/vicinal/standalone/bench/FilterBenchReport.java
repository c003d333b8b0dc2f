package io.vicinal.standalone.bench;

import static io.vicinal.evaluation.report.Numbers.one;
import static io.vicinal.evaluation.report.Numbers.score;
import static io.vicinal.evaluation.report.Numbers.two;
import static io.vicinal.evaluation.report.Numbers.whole;

import io.vicinal.contracts.search.GroupBy;
import io.vicinal.evaluation.console.TextTable;
import io.vicinal.evaluation.report.BarChart;
import io.vicinal.evaluation.report.Html;
import io.vicinal.standalone.bench.FilterBenchResult.Cell;
import io.vicinal.standalone.bench.FilterBenchResult.Unfiltered;
import io.vicinal.standalone.bench.FilteredCorpus.Correlation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** A filter benchmark for the terminal and as a page. */
final class FilterBenchReport {
    private static final List<String> HEADER = List.of("matches", "of all", "recall@10", "queries/s", "÷ unfiltered");

    static String text(FilterBenchResult result) {
        StringBuilder text = new StringBuilder(subject(result)).append(System.lineSeparator());
        for (Unfiltered unfiltered : result.unfiltered()) {
            text.append("by ").append(unfiltered.groupBy().by()).append(System.lineSeparator());
            text.append(TextTable.of(HEADER, rows(result, unfiltered)));
        }
        return text.append(lowest(result)).append(System.lineSeparator()).toString();
    }

    static Html html(FilterBenchResult result) {
        Html page = new Html("Vector search under filters")
                .facts(subject(result) + " " + result.at() + ". " + result.machine())
                .paragraph(lowest(result));
        for (Unfiltered unfiltered : result.unfiltered()) {
            String by = "by " + unfiltered.groupBy().by();
            page.heading("Hits " + by)
                    .table(HEADER, rows(result, unfiltered))
                    .chart(chart("Recall@10 " + by, "recall@10", "0.00", result, unfiltered.groupBy(), Cell::recall))
                    .chart(chart(
                            "Queries a second ÷ unfiltered, " + by,
                            "÷ unfiltered",
                            "0.0",
                            result,
                            unfiltered.groupBy(),
                            Cell::relativeSpeed));
        }
        return page.heading("How it was measured")
                .paragraph(
                        "Documents of one to three passages with clustered vectors, made from the seed, in one shard as it "
                                + "is after indexing. Filters are ranges: over a random number; over the rank of a document by its "
                                + "cosine with the query's cluster, its nearest (near the query) or its farthest (far from it); and "
                                + "over such a rank with another cluster, around where the query would stand itself. One thread; each "
                                + "query with the filter and without in turns, three times. What is timed is all that a shard does: "
                                + "evaluating the filter, finding candidates, and their exact cosines. Recall is against the exact "
                                + "ten nearest under the filter.");
    }

    private static String chart(
            String title,
            String axis,
            String labels,
            FilterBenchResult result,
            GroupBy groupBy,
            ToDoubleFunction<Cell> value) {
        Map<String, List<Double>> series = new LinkedHashMap<>();
        List<String> categories = new ArrayList<>();
        for (Cell cell : result.cells()) {
            if (!cell.groupBy().equals(groupBy)) {
                continue;
            }
            series.computeIfAbsent(cell.correlation().words, _ -> new ArrayList<>())
                    .add(value.applyAsDouble(cell));
            if (cell.correlation() == Correlation.INDEPENDENT) {
                categories.add(share(cell.selectivity()));
            }
        }
        return BarChart.svg(title, axis, categories, series, labels);
    }

    private static List<List<String>> rows(FilterBenchResult result, Unfiltered unfiltered) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "no filter", share(1), score(unfiltered.recall()), whole(unfiltered.queriesPerSecond()), two(1)));
        for (Cell cell : result.cells()) {
            if (cell.groupBy().equals(unfiltered.groupBy())) {
                rows.add(List.of(
                        cell.correlation().words,
                        share(cell.selectivity()),
                        score(cell.recall()),
                        whole(cell.queriesPerSecond()),
                        two(cell.relativeSpeed())));
            }
        }
        return rows;
    }

    private static String lowest(FilterBenchResult result) {
        double lowest = result.cells().stream().mapToDouble(Cell::recall).min().orElse(1);
        return "The lowest filtered recall@10 is " + score(lowest) + ".";
    }

    private static String subject(FilterBenchResult result) {
        return whole(result.passages()) + " passages of " + whole(result.documents()) + " documents, "
                + result.dimensions() + " dimensions, "
                + result.format().name().toLowerCase(Locale.ROOT) + ", " + result.segments() + " segments, indexed in "
                + one(result.buildSeconds()) + " s; " + result.queries() + " queries.";
    }

    private static String share(double selectivity) {
        return String.format(
                Locale.ROOT, "%s %%", selectivity >= 0.01 ? whole(selectivity * 100) : one(selectivity * 100));
    }

    private FilterBenchReport() {}
}
