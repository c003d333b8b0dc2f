package io.vicinal.evaluation;

import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.evaluation.ann.AnnBench;
import io.vicinal.evaluation.console.Guarded;
import io.vicinal.evaluation.console.UserError;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code vicinal bench ann}. */
@Command(
        name = "ann",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Measure the vector index alone: recall against queries a second.",
        description = {
            "",
            "Token vectors of a corpus in each vector format, as a shard has them, asked on one thread at rising effort; and hnswlib under Node.js on the same vectors, where npm is there. Prints recall@10 of int8 at its usual effort, and its queries/s to hnswlib's at recall 0.98. No platform is started.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  vicinal bench ann",
            "  vicinal bench ann --vectors 20000 --formats int8,binary",
            "  vicinal bench ann --no-peer"
        })
final class BenchAnnCommand implements Callable<Integer> {
    private static final int FEWEST_VECTORS = 1000;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--folder",
            defaultValue = "../shared/data/scifact",
            paramLabel = "<path>",
            description = "A BEIR folder (default: ${DEFAULT-VALUE}).")
    private Path folder = Path.of(".");

    @Option(
            names = "--vectors",
            defaultValue = "200000",
            paramLabel = "<n>",
            description = "How many to index (default: ${DEFAULT-VALUE}).")
    private int vectors;

    @Option(
            names = "--queries",
            defaultValue = "1000",
            paramLabel = "<n>",
            description = "How many to ask for, of each kind (default: ${DEFAULT-VALUE}).")
    private int queries;

    @Option(
            names = "--formats",
            split = ",",
            defaultValue = "int8,float32,int4,binary",
            paramLabel = "<format>",
            description = "Vector formats (default: ${DEFAULT-VALUE}).")
    private List<VectorFormat> formats = List.of();

    @Option(names = "--no-peer", description = "Leave hnswlib out.")
    private boolean noPeer;

    @Option(
            names = "--work",
            defaultValue = "target/bench/ann/work",
            paramLabel = "<folder>",
            description = "Where vectors and hnswlib are kept for the next time (default: ${DEFAULT-VALUE}).")
    private Path work = Path.of(".");

    @Option(
            names = "--out",
            defaultValue = "target/bench/ann",
            paramLabel = "<folder>",
            description = "Where to write result.json and report.html (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of(".");

    @Override
    public Integer call() {
        return Guarded.run(Terminal.err(spec), () -> {
            if (vectors < FEWEST_VECTORS || queries < 1 || queries > vectors) {
                throw new UserError("--vectors takes " + FEWEST_VECTORS + " or more, --queries 1 to as many.");
            }
            new AnnBench(folder, vectors, queries, formats, !noPeer, work.toAbsolutePath(), out)
                    .run(Terminal.out(spec), Terminal.err(spec));
            return 0;
        });
    }
}
