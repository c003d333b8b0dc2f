package io.vicinal.evaluation;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a collection that is made for a measurement is to keep of its passages; whether that exists is the platform's to say. */
final class SchemaOptions {
    @Option(
            names = "--vector-format",
            paramLabel = "<format>",
            description = "float32, int8, int4 or binary: how vectors are indexed (default: the platform's).")
    private @Nullable String vectorFormat;

    @Option(
            names = "--late-interaction",
            arity = "1",
            paramLabel = "<true|false>",
            description = "Whether passages carry token vectors (default: the platform's).")
    private @Nullable Boolean lateInteraction;

    @Option(
            names = "--token-format",
            paramLabel = "<format>",
            description = "float32, int8 or binary: how token vectors are kept (default: the platform's).")
    private @Nullable String tokenFormat;

    @Option(
            names = "--token-pooling",
            paramLabel = "<n>",
            description = "How many token vectors become one; 1 keeps them all (default: the platform's).")
    private @Nullable Integer tokenPooling;

    @Option(
            names = "--sparse-model",
            paramLabel = "<model>",
            description =
                    "A sparse model beside the collection's own (default: none); --modes sparse searches by it alone.")
    private @Nullable String sparseModel;

    /** The properties that were given, as {@code PUT /v1/collections} takes them. */
    Map<String, Object> schema() {
        Map<String, Object> schema = new LinkedHashMap<>();
        put(schema, "vector_format", vectorFormat);
        put(schema, "late_interaction", lateInteraction);
        put(schema, "token_format", tokenFormat);
        put(schema, "token_pooling", tokenPooling);
        put(schema, "sparse_model", sparseModel);
        return schema;
    }

    private static void put(Map<String, Object> schema, String name, @Nullable Object value) {
        if (value != null) {
            schema.put(name, value);
        }
    }
}
