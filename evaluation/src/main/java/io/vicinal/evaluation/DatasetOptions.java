package io.vicinal.evaluation;

import io.vicinal.evaluation.dataset.BeirFolder;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which judged queries a command asks, and of which collection. */
final class DatasetOptions {
    private static final int MAX_SLUG = 50;

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

    @Option(
            names = "--collection",
            paramLabel = "<name>",
            description = "Where to load the corpus (default: eval-<folder>).")
    private @Nullable String collection;

    @Option(
            names = "--keep",
            description =
                    "Leave the collection there, and use it where it is there already; without it the collection is made for this run and removed.")
    private boolean keep;

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
        return collection == null ? "eval-" + slug(dataset.name()) : collection;
    }

    boolean keep() {
        return keep;
    }

    /** What a collection's name may hold. */
    private static String slug(String name) {
        String slug = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]+", "-");
        return slug.substring(0, Math.min(MAX_SLUG, slug.length()));
    }
}
