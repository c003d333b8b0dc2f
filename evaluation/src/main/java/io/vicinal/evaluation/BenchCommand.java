package io.vicinal.evaluation;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vicinal bench}: how fast the platform is, against the raw encoder in the same run. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        header = "Measure speed against the raw encoder.",
        description = {
            "",
            "The encoder is what costs; so each benchmark also runs the encoder alone on the same texts, in the same minutes, and says how much the platform adds.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  vicinal bench embed",
            "  vicinal bench ingest --documents 1000",
            "  vicinal bench search --queries 300 --clients 8",
            "  vicinal bench ann"
        },
        subcommands = {
            BenchEmbedCommand.class,
            BenchIngestCommand.class,
            BenchSearchCommand.class,
            BenchAnnCommand.class
        })
public final class BenchCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        if (spec != null) {
            throw new ParameterException(
                    spec.commandLine(), "Say what to measure: bench embed, bench ingest, bench search or bench ann.");
        }
    }
}
