package io.vicinal.evaluation;

import io.vicinal.evaluation.bench.IngestBench;
import io.vicinal.evaluation.console.Guarded;
import io.vicinal.evaluation.console.UserError;
import io.vicinal.evaluation.platform.Platform;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

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
final class BenchIngestCommand implements Callable<Integer> {
    private static final String HEAP = "-Xmx1g";

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--folder",
            defaultValue = "../shared/data/scifact",
            paramLabel = "<path>",
            description = "A BEIR folder, or a file of JSON lines (default: ${DEFAULT-VALUE}).")
    private Path folder = Path.of(".");

    @Option(
            names = "--documents",
            defaultValue = "0",
            paramLabel = "<n>",
            description = "The first so many (default: all).")
    private int documents;

    @Option(
            names = "--out",
            defaultValue = "target/bench/ingest",
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
            requireCorpus(folder);
            IngestBench bench =
                    new IngestBench(folder, documents, server.attached() ? null : server.javaOptions(HEAP), out);
            try (Platform platform = server.open(HEAP)) {
                bench.run(platform, terminal, err);
            }
            return 0;
        });
    }

    /** Said before a platform is started. */
    static void requireCorpus(Path folder) {
        if (!Files.exists(folder)) {
            throw new UserError("There is no " + folder + "; name a BEIR folder with --folder.");
        }
    }
}
