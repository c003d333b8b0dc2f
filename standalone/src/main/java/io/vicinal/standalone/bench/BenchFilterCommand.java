package io.vicinal.standalone.bench;

import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.evaluation.console.Guarded;
import io.vicinal.evaluation.console.UserError;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code vicinal bench filter}. */
@Command(
        name = "filter",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Measure recall and speed of vector search under filters.",
        description = {
            "",
            "Indexes made-up vectors in a shard and searches it under filters that 50, 10, 1 and 0.1 % of the documents pass: filters that have nothing to do with the query, that let through what is near to it, or what is far, and range windows. Prints recall@10 against exact search, and queries a second beside the same search without a filter.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  vicinal bench filter",
            "  vicinal bench filter --vectors 200000 --queries 200",
            "  vicinal bench filter --format binary"
        })
public final class BenchFilterCommand implements Callable<Integer> {
    private static final int LEAST_VECTORS = 1000;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--vectors",
            defaultValue = "50000",
            paramLabel = "<n>",
            description = "How many passages (default: ${DEFAULT-VALUE}).")
    private int vectors;

    @Option(
            names = "--dimensions",
            defaultValue = "384",
            paramLabel = "<n>",
            description = "Of each vector (default: ${DEFAULT-VALUE}).")
    private int dimensions;

    @Option(
            names = "--clusters",
            defaultValue = "500",
            paramLabel = "<n>",
            description = "In which the vectors lie (default: ${DEFAULT-VALUE}).")
    private int clusters;

    @Option(
            names = "--format",
            defaultValue = "int8",
            paramLabel = "<format>",
            description = "float32, int8, int4 or binary (default: ${DEFAULT-VALUE}).")
    private String format = "int8";

    @Option(
            names = "--queries",
            defaultValue = "100",
            paramLabel = "<n>",
            description = "For each filter (default: ${DEFAULT-VALUE}).")
    private int queries;

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "<n>",
            description = "The same seed makes the same vectors (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--out",
            defaultValue = "target/bench/${COMMAND-NAME}",
            paramLabel = "<folder>",
            description = "Where to write result.json and report.html (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of(".");

    @Override
    public Integer call() {
        return Guarded.run(spec.commandLine().getErr(), () -> {
            if (vectors < LEAST_VECTORS || dimensions < 2 || clusters < FilteredCorpus.ANCHORS || queries < 1) {
                throw new UserError("There must be at least " + LEAST_VECTORS + " vectors of 2 dimensions in "
                        + FilteredCorpus.ANCHORS + " clusters, and one query.");
            }
            new FilterBench(vectors, dimensions, clusters, vectorFormat(), queries, seed, out)
                    .run(spec.commandLine().getOut(), spec.commandLine().getErr());
            return 0;
        });
    }

    private VectorFormat vectorFormat() {
        try {
            return VectorFormat.valueOf(format.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException _) {
            throw new UserError("--format is float32, int8, int4 or binary, not " + format + ".");
        }
    }
}
