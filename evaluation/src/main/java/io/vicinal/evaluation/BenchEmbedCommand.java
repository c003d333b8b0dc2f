package io.vicinal.evaluation;

import io.vicinal.evaluation.bench.EmbedBench;
import io.vicinal.evaluation.console.Guarded;
import io.vicinal.evaluation.dataset.BeirFolder;
import io.vicinal.evaluation.platform.Platform;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

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
final class BenchEmbedCommand implements Callable<Integer> {
    private static final String HEAP = "-Xmx1g";

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--folder",
            defaultValue = "../shared/data/scifact",
            paramLabel = "<folder>",
            description = "A BEIR folder: its documents are encoded, its queries are sent (default: ${DEFAULT-VALUE}).")
    private Path folder = Path.of(".");

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

    @Option(
            names = "--out",
            defaultValue = "target/bench/embed",
            paramLabel = "<folder>",
            description = "Where to write result.json and report.html (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of(".");

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Override
    public Integer call() {
        PrintWriter terminal = Terminal.out(spec);
        PrintWriter err = Terminal.err(spec);
        return Guarded.run(err, () -> {
            BenchIngestCommand.requireCorpus(folder);
            BeirFolder.open(folder);
            try (Platform platform = server.open(HEAP)) {
                new EmbedBench(folder, documents, queries, out).run(platform, terminal, err);
            }
            return 0;
        });
    }
}
