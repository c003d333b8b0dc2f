package io.vicinal.evaluation;

import io.vicinal.evaluation.bench.SearchBench;
import io.vicinal.evaluation.console.UserError;
import io.vicinal.evaluation.dataset.BeirFolder;
import io.vicinal.evaluation.platform.Platform;
import java.io.IOException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vicinal bench search}. */
@Command(
        name = "search",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Measure the latency of hybrid search.",
        description = {
            "",
            "Each query is searched for through the public API by one client and encoded by the raw encoder alone, in turns. Prints p50, p95 and p99 of both, the ratio of the p50s, and the mean of each step of a search.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  vicinal bench search",
            "  vicinal bench search --documents 1000 --clients 8",
            "  vicinal bench search --url http://127.0.0.1:8080 --collection scifact"
        })
final class BenchSearchCommand extends BenchMeasurement {
    @Option(
            names = "--documents",
            defaultValue = "0",
            paramLabel = "<n>",
            description = "Search in the first so many (default: all).")
    private int documents;

    @Option(
            names = "--collection",
            paramLabel = "<name>",
            description = "Search in this one, as it is, instead of loading the corpus (with --url).")
    private @Nullable String collection;

    @Option(
            names = "--queries",
            defaultValue = "300",
            paramLabel = "<n>",
            description = "How many; 0 for all (default: ${DEFAULT-VALUE}).")
    private int queries;

    @Option(
            names = "--top-k",
            defaultValue = "10",
            paramLabel = "<k>",
            description = "Hits asked for (default: ${DEFAULT-VALUE}).")
    private int topK;

    @Option(
            names = "--clients",
            defaultValue = "1",
            paramLabel = "<n>",
            description = "More than one: measure throughput with so many at once, too (default: ${DEFAULT-VALUE}).")
    private int clients;

    @Override
    void check() {
        BeirFolder.open(folder);
        if (collection != null && !server.attached()) {
            throw new UserError("--collection names one of a running platform; give its address with --url.");
        }
    }

    @Override
    void measure(Platform platform, PrintWriter terminal, PrintWriter err) throws IOException, InterruptedException {
        new SearchBench(folder, documents, collection, queries, topK, clients, out).run(platform, terminal, err);
    }
}
