package io.vicinal.evaluation;

import io.vicinal.evaluation.bench.IngestBench;
import io.vicinal.evaluation.platform.Platform;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vicinal bench ingest}. */
@Command(
        name = "ingest",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Measure ingest, end to end, in tokens a second.",
        description = {
            "",
            "From the first byte sent until a search finds every document, and the raw encoder alone on the same texts: as many one-thread sessions as there are cores, half of the texts before and half after. Prints the ratio, the platform's resident size, and where its time goes.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  vicinal bench ingest",
            "  vicinal bench ingest --documents 1000 --java-opts -Xmx2g",
            "  vicinal bench ingest --folder articles.jsonl --url http://127.0.0.1:8080"
        })
final class BenchIngestCommand extends BenchMeasurement {
    @Option(
            names = "--documents",
            defaultValue = "0",
            paramLabel = "<n>",
            description = "The first so many (default: all).")
    private int documents;

    @Override
    void check() {}

    @Override
    void measure(Platform platform, PrintWriter terminal, PrintWriter err) throws IOException, InterruptedException {
        new IngestBench(folder, documents, server.attached() ? null : server.javaOptions(HEAP), out)
                .run(platform, terminal, err);
    }
}
