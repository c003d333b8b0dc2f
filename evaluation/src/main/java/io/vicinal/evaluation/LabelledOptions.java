package io.vicinal.evaluation;

import io.vicinal.evaluation.console.UserError;
import io.vicinal.evaluation.dataset.LabelledFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Texts with labels to learn from and to be measured on. */
final class LabelledOptions {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "<train>",
            description = "Texts with labels to learn from: CSV with a header, or JSON lines (.csv, .jsonl, .ndjson).")
    private @Nullable Path given;

    @Option(names = "--train", paramLabel = "<file>", description = "The same, as an option.")
    private @Nullable Path train;

    @Option(names = "--test", paramLabel = "<file>", description = "Texts with labels to measure on, likewise.")
    private @Nullable Path test;

    @Option(
            names = "--text-column",
            defaultValue = "text",
            paramLabel = "<name>",
            description = "Column, or property, that holds the text (default: ${DEFAULT-VALUE}).")
    private String textColumn = "text";

    @Option(
            names = "--label-column",
            paramLabel = "<name>",
            description = "Column, or property, that holds the label (default: label, or else category).")
    private @Nullable String labelColumn;

    @Option(
            names = "--ood",
            paramLabel = "<file>",
            description =
                    "Texts of none of the labels, whose novelty should show it: one a line, or CSV or JSON lines with the text column.")
    private @Nullable Path ood;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    LabelledFile train() {
        if (given != null && train != null) {
            throw new UserError("The file to learn from is given twice: " + given + " and --train " + train + ".");
        }
        return file(given == null ? train : given, "<train>");
    }

    LabelledFile test() {
        return file(test, "--test=<file>");
    }

    /** @return none where no file is named */
    List<String> strangers() throws IOException {
        return ood == null ? List.of() : LabelledFile.texts(ood, textColumn);
    }

    /** @throws ParameterException where it is not given: a command may not ask for what those above it have not, so this one does */
    private LabelledFile file(@Nullable Path path, String name) {
        if (path == null) {
            throw new ParameterException(
                    Objects.requireNonNull(command).commandLine(), "Missing required parameter: '" + name + "'");
        }
        return new LabelledFile(path, textColumn, labelColumn);
    }
}
