package io.vicinal.evaluation;

import io.vicinal.evaluation.dataset.BeirFolder;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which judged queries a command asks, and of which collection. */
final class DatasetOptions {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "<folder>",
            description = "A folder in BEIR's layout: corpus.jsonl, queries.jsonl, qrels/<split>.tsv.")
    private @Nullable Path folder;

    @Option(
            names = "--split",
            defaultValue = "test",
            paramLabel = "<split>",
            description = "Which judgements (default: ${DEFAULT-VALUE}).")
    private String split = "test";

    @Mixin
    private CollectionOptions target = new CollectionOptions();

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    /** @throws ParameterException where no folder is given: a command may not ask for one of those above it, so this one does */
    BeirFolder open() {
        if (folder == null) {
            throw new ParameterException(
                    Objects.requireNonNull(command).commandLine(), "Missing required parameter: '<folder>'");
        }
        return BeirFolder.open(folder);
    }

    String split() {
        return split;
    }

    String collection(BeirFolder dataset) {
        return target.collection(dataset.name());
    }

    boolean keep() {
        return target.keep();
    }
}
