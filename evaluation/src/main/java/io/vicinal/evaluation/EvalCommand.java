package io.vicinal.evaluation;

import io.vicinal.evaluation.console.Guarded;
import io.vicinal.evaluation.console.UserError;
import io.vicinal.evaluation.dataset.BeirFolder;
import io.vicinal.evaluation.eval.Evaluation;
import io.vicinal.evaluation.platform.Platform;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code vicinal eval}: retrieval quality on a test collection. */
@Command(
        name = "eval",
        subcommands = {EvalRelevanceCommand.class, EvalClassifyCommand.class},
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Measure retrieval quality on a test collection.",
        description = {
            "",
            "Loads a BEIR folder through the public API, waits until all of it is searchable, runs every judged query of a split in every mode, and prints nDCG@10, Recall@100, MRR@10 and MAP (as trec_eval computes them), latency and queries a second.",
            "",
            "Beside the table it writes TREC run files (<mode>.run), the judgements (qrels.txt), result.json and report.html.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  vicinal eval ../shared/data/scifact",
            "  vicinal eval scifact --split train --modes hybrid --top-k 1000",
            "  vicinal eval scifact --kill 3",
            "  vicinal eval relevance scifact",
            "  vicinal eval classify train.csv --test test.csv",
            "  vicinal eval scifact --modes hybrid --token-format int8 --token-pooling 1",
            "  vicinal eval scifact --url http://127.0.0.1:8080 --collection scifact --keep",
            "",
            "Exit code: 0 when it was measured, 1 when not, 2 for a wrong command line."
        })
public final class EvalCommand implements Callable<Integer> {
    private static final int MAX_TOP_K = 1000;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private DatasetOptions data = new DatasetOptions();

    @Option(
            names = "--modes",
            split = ",",
            defaultValue = "hybrid,dense,lexical",
            paramLabel = "<mode>",
            description = "Search modes, in the order to run them in (default: ${DEFAULT-VALUE}).")
    private List<String> modes = List.of();

    @Option(
            names = "--top-k",
            defaultValue = "100",
            paramLabel = "<k>",
            description = "Hits asked for; Recall@100 and MAP need at least 100 (default: ${DEFAULT-VALUE}).")
    private int topK;

    @Option(
            names = "--clients",
            defaultValue = "1",
            paramLabel = "<n>",
            description = "More than one: measure throughput with so many at once, too (default: ${DEFAULT-VALUE}).")
    private int clients;

    @Option(
            names = "--kill",
            defaultValue = "0",
            paramLabel = "<n>",
            description =
                    "Kill the platform with SIGKILL at so many random moments while it loads, and start it again over its data; it has to be one that is started for the purpose (default: ${DEFAULT-VALUE}).")
    private int kills;

    @Option(
            names = "--out",
            paramLabel = "<folder>",
            description = "Where to write the results (default: target/eval/<folder>).")
    private @Nullable Path out;

    @Mixin
    private SchemaOptions schema = new SchemaOptions();

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Override
    public Integer call() {
        PrintWriter terminal = Terminal.out(spec);
        PrintWriter err = Terminal.err(spec);
        return Guarded.run(err, () -> {
            BeirFolder dataset = data.open();
            if (kills < 0 || (kills > 0 && server.attached())) {
                throw new UserError("--kill takes 0 or more, and goes without --url.");
            }
            if (topK < 1 || topK > MAX_TOP_K || clients < 1) {
                throw new UserError("--top-k takes 1 to " + MAX_TOP_K + ", --clients 1 or more.");
            }
            Path results = out == null ? Path.of("target", "eval", dataset.name()) : out;
            Evaluation evaluation = new Evaluation(
                    dataset,
                    data.split(),
                    data.collection(dataset),
                    schema.schema(),
                    modes,
                    topK,
                    clients,
                    data.keep(),
                    kills,
                    results);
            Evaluation.Task task = evaluation.task();
            try (Platform platform = server.open("")) {
                evaluation.run(task, platform, terminal, err);
            }
            return 0;
        });
    }
}
