package io.vicinal.evaluation;

import io.vicinal.evaluation.console.Guarded;
import io.vicinal.evaluation.console.UserError;
import io.vicinal.evaluation.dataset.BeirFolder;
import io.vicinal.evaluation.eval.Evaluation;
import io.vicinal.evaluation.eval.RelevanceEvaluation;
import io.vicinal.evaluation.platform.Platform;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code vicinal eval relevance}: whether the platform knows what is relevant. */
@Command(
        name = "relevance",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Measure how well the probabilities of relevance hold.",
        description = {
            "",
            "Runs every judged query of a split of a BEIR folder through the public API and compares the probability of relevance of its first 100 hits with the judgements: area under the precision–recall curve (with that of the raw cosine beside it), expected calibration error, and how many queries keep a relevant hit at the collection's threshold. With --strangers, how many queries that have nothing to do with the collection come back empty.",
            "",
            "Writes result.json and report.html with the reliability diagram, the precision–recall curve and the effect of the threshold.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  vicinal eval relevance ../shared/data/scifact",
            "  vicinal eval relevance scifact --strangers questions.txt --url http://127.0.0.1:8080 --collection scifact --keep",
            "",
            "Exit code: 0 when it was measured, 1 when not, 2 for a wrong command line."
        })
final class EvalRelevanceCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private DatasetOptions data = new DatasetOptions();

    @Option(
            names = "--strangers",
            paramLabel = "<file>",
            description = "Queries that have nothing to do with the collection, one a line.")
    private @Nullable Path strangers;

    @Option(
            names = "--out",
            paramLabel = "<folder>",
            description = "Where to write the results (default: target/eval/<folder>-relevance).")
    private @Nullable Path out;

    @Mixin
    private SchemaOptions schema = new SchemaOptions();

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Override
    public Integer call() {
        PrintWriter err = Terminal.err(spec);
        return Guarded.run(err, () -> {
            BeirFolder dataset = data.open();
            Evaluation base = new Evaluation(
                    dataset,
                    data.split(),
                    data.collection(dataset),
                    schema.schema(),
                    List.of(),
                    1,
                    1,
                    data.keep(),
                    0,
                    out == null ? Path.of("target", "eval", dataset.name() + "-relevance") : out);
            Evaluation.Task task = base.task();
            RelevanceEvaluation evaluation =
                    new RelevanceEvaluation(base, strangers == null ? List.of() : lines(strangers));
            try (Platform platform = server.open("")) {
                evaluation.run(task, platform, Terminal.out(spec), err);
            }
            return 0;
        });
    }

    private static List<String> lines(Path file) throws IOException {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> !line.isBlank())
                    .toList();
        } catch (NoSuchFileException e) {
            throw new UserError("There is no file " + file + ".");
        }
    }
}
