package io.vicinal.evaluation;

import io.vicinal.evaluation.bench.EmbedBench;
import io.vicinal.evaluation.dataset.BeirFolder;
import io.vicinal.evaluation.platform.Platform;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vicinal bench embed}. */
@Command(
        name = "embed",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Measure the embedding API, in tokens a second and in milliseconds.",
        description = {
            "",
            "Texts in large requests and from 1, 8 and 64 clients, against ONNX Runtime alone in the fastest shape that is found for them; single queries while the platform idles and while it ingests; what sharing runs does to short texts; and where the time goes.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  vicinal bench embed",
            "  vicinal bench embed --documents 256 --queries 100",
            "  vicinal bench embed --url http://127.0.0.1:8080"
        })
final class BenchEmbedCommand extends BenchMeasurement {
    @Option(
            names = "--documents",
            defaultValue = "1024",
            paramLabel = "<n>",
            description = "Encode the first so many that the model reads whole (default: ${DEFAULT-VALUE}).")
    private int documents;

    @Option(
            names = "--queries",
            defaultValue = "500",
            paramLabel = "<n>",
            description = "Single queries, idle and under ingest each (default: ${DEFAULT-VALUE}).")
    private int queries;

    @Override
    void check() {
        BeirFolder.open(folder);
    }

    @Override
    void measure(Platform platform, PrintWriter terminal, PrintWriter err) throws IOException, InterruptedException {
        new EmbedBench(folder, documents, queries, out).run(platform, terminal, err);
    }
}
