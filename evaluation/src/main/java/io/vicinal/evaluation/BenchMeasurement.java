package io.vicinal.evaluation;

import io.vicinal.evaluation.console.Guarded;
import io.vicinal.evaluation.console.UserError;
import io.vicinal.evaluation.platform.Platform;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the commands of {@code vicinal bench} have in common: a corpus, a platform, and a folder for the results. */
abstract class BenchMeasurement implements Callable<Integer> {
    static final String HEAP = "-Xmx1g";

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--folder",
            defaultValue = "../shared/data/scifact",
            paramLabel = "<path>",
            description = "A BEIR folder; to ingest, a file of JSON lines will do (default: ${DEFAULT-VALUE}).")
    Path folder = Path.of(".");

    @Option(
            names = "--out",
            defaultValue = "target/bench/${COMMAND-NAME}",
            paramLabel = "<folder>",
            description = "Where to write result.json and report.html (default: ${DEFAULT-VALUE}).")
    Path out = Path.of(".");

    @Mixin
    ServerOptions server = new ServerOptions();

    /** Says what is wrong before a platform is started. */
    abstract void check() throws IOException;

    abstract void measure(Platform platform, PrintWriter terminal, PrintWriter err)
            throws IOException, InterruptedException;

    @Override
    public Integer call() {
        PrintWriter terminal = Terminal.out(spec);
        PrintWriter err = Terminal.err(spec);
        return Guarded.run(err, () -> {
            if (!Files.exists(folder)) {
                throw new UserError("There is no " + folder + "; name a BEIR folder with --folder.");
            }
            check();
            try (Platform platform = server.open(HEAP)) {
                measure(platform, terminal, err);
            }
            return 0;
        });
    }
}
