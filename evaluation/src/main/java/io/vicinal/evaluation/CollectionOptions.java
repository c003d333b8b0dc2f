package io.vicinal.evaluation;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which collection a test is loaded into, and what becomes of it. */
final class CollectionOptions {
    private static final int MAX_SLUG = 50;

    @Option(
            names = "--collection",
            paramLabel = "<name>",
            description = "Where to load it (default: eval-<name of the folder or file>).")
    private @Nullable String collection;

    @Option(
            names = "--keep",
            description =
                    "Leave the collection there, and use it where it is there already; without it the collection is made for this run and removed.")
    private boolean keep;

    String collection(String dataset) {
        return collection == null ? "eval-" + slug(dataset) : collection;
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
