package io.vicinal.evaluation;

import io.vicinal.evaluation.classify.ClassificationEvaluation;
import io.vicinal.evaluation.console.Guarded;
import io.vicinal.evaluation.console.UserError;
import io.vicinal.evaluation.dataset.LabelledFile;
import io.vicinal.evaluation.platform.Platform;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code vicinal eval classify}: how well the platform labels texts by examples. */
@Command(
        name = "classify",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Measure how well texts are labelled by examples.",
        description = {
            "",
            "Loads the rows of a training file as documents with a field of labels through the public API, waits until all of it is searchable and the classifier that the platform chooses is there, labels the texts of a test file, and prints accuracy, macro-F1, expected calibration error, the mean risk over all coverages, coverage and risk of what was answered, texts a second, and what was chosen.",
            "",
            "With --ood, how well novelty tells texts of none of the labels from the test's (AUROC). With --examples-per-label, from a few examples of each label, drawn at random, instead of all.",
            "",
            "Writes result.json and report.html with the risk–coverage curve, the reliability diagram and the ROC of novelty.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  vicinal eval classify train.csv --test test.csv",
            "  vicinal eval classify train.csv --test test.csv --max-risk 0.02 --ood other.txt",
            "  vicinal eval classify train.csv --test test.csv --examples-per-label 10 --draws 3",
            "  vicinal eval classify --train train.jsonl --test test.jsonl --shards 8 --method votes",
            "  vicinal eval classify train.csv --test test.csv --url http://127.0.0.1:8080 --collection banking --keep",
            "",
            "Exit code: 0 when it was measured, 1 when not, 2 for a wrong command line."
        })
final class EvalClassifyCommand implements Callable<Integer> {
    private static final int MAX_DRAWS = 100;

    /** What decides, as the API names it. */
    enum Method {
        auto,
        votes
    }

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private LabelledOptions data = new LabelledOptions();

    @Option(
            names = "--examples-per-label",
            paramLabel = "<n>",
            description = "Learn from so many examples of each label, drawn at random (default: from all).")
    private @Nullable Integer examplesPerLabel;

    @Option(
            names = "--draws",
            defaultValue = "1",
            paramLabel = "<m>",
            description =
                    "Draw so often, each into a collection of its own, and take the mean (default: ${DEFAULT-VALUE}).")
    private int draws;

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "<s>",
            description = "Of the draws; the same seed draws the same (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--max-risk",
            paramLabel = "<r>",
            description =
                    "Ask for at most this share of wrong answers, above 0 and below 1; the platform abstains from the rest (default: it answers all that is not novel).")
    private @Nullable Double maxRisk;

    @Option(
            names = "--method",
            defaultValue = "auto",
            paramLabel = "<method>",
            description = "auto, or votes: one of each shard (default: ${DEFAULT-VALUE}).")
    private Method method = Method.auto;

    @Option(names = "--shards", paramLabel = "<n>", description = "Shards of the collection (default: the platform's).")
    private @Nullable Integer shards;

    @Mixin
    private CollectionOptions target = new CollectionOptions();

    @Option(
            names = "--out",
            paramLabel = "<folder>",
            description = "Where to write the results (default: target/eval/<train>-classify).")
    private @Nullable Path out;

    @Mixin
    private SchemaOptions schema = new SchemaOptions();

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Override
    public Integer call() {
        PrintWriter err = Terminal.err(spec);
        return Guarded.run(err, () -> {
            ClassificationEvaluation evaluation = evaluation();
            try (Platform platform = server.open("")) {
                evaluation.run(platform, Terminal.out(spec), err);
            }
            return 0;
        });
    }

    /** The files are read before a platform is started, so that what is wrong with them is said at once. */
    private ClassificationEvaluation evaluation() throws IOException {
        LabelledFile train = data.train();
        LabelledFile test = data.test();
        requireSense();
        List<String> strangers = data.strangers();
        if (!strangers.isEmpty() && method == Method.votes) {
            throw new UserError("Votes do not say how strange a text is; leave --ood or --method votes out.");
        }
        return new ClassificationEvaluation(
                train.name(),
                train.read(),
                test.name(),
                test.read(),
                strangers,
                target.collection(train.name()),
                wanted(),
                target.keep(),
                method.name(),
                maxRisk,
                examplesPerLabel,
                draws,
                seed,
                out == null ? Path.of("target", "eval", train.name() + "-classify") : out);
    }

    private void requireSense() {
        if (examplesPerLabel != null && examplesPerLabel < 1) {
            throw new UserError("--examples-per-label takes 1 or more.");
        }
        if (draws < 1 || draws > MAX_DRAWS || (draws > 1 && examplesPerLabel == null)) {
            throw new UserError("--draws takes 1 to " + MAX_DRAWS + ", and goes with --examples-per-label.");
        }
        if (maxRisk != null && !(maxRisk > 0 && maxRisk < 1)) {
            throw new UserError("--max-risk takes a share above 0 and below 1, such as 0.02.");
        }
        if (maxRisk != null && method == Method.votes) {
            throw new UserError("Votes promise no risk; leave --max-risk or --method votes out.");
        }
    }

    private Map<String, Object> wanted() {
        Map<String, Object> wanted = new LinkedHashMap<>(schema.schema());
        if (shards != null) {
            wanted.put("shards", shards);
        }
        return wanted;
    }
}
