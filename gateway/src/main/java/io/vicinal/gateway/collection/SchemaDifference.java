package io.vicinal.gateway.collection;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.FieldType;
import io.vicinal.contracts.embedding.TokenFormat;
import io.vicinal.gateway.collection.CollectionSchema.ChunkingSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How a schema differs from a collection that exists. A default that hangs on configuration or on the model is not
 * compared where the schema leaves it out, so that the same request stays the same when an operator changes a default.
 *
 * @param property as in the schema, {@code fields.year}
 */
record SchemaDifference(String property, String existing, String given) {

    static List<SchemaDifference> between(Collection existing, CollectionSchema given) {
        List<SchemaDifference> found = new ArrayList<>();
        compare(found, "model", existing.model(), given.model());
        compare(found, "dimensions", existing.dimensions(), given.dimensions());
        compare(found, "shards", existing.shards(), given.shards());
        ChunkingSchema chunking = given.chunking();
        if (chunking != null) {
            compare(found, "chunking.max_tokens", existing.chunking().maxTokens(), chunking.maxTokens());
            compare(found, "chunking.overlap_tokens", existing.chunking().overlapTokens(), chunking.overlapTokens());
        }
        compare(
                found,
                "vector_format",
                word(existing.vectorFormat()),
                word(Objects.requireNonNullElse(given.vectorFormat(), CollectionSchema.DEFAULT_VECTOR_FORMAT)));
        compare(found, "late_interaction", existing.lateInteraction(), given.lateInteraction());
        compare(found, "token_pooling", existing.tokenPooling(), given.tokenPooling());
        TokenFormat tokens = given.tokenFormat();
        compare(found, "token_format", word(existing.tokenFormat()), tokens == null ? null : word(tokens));
        compare(
                found,
                "language",
                existing.language(),
                Objects.requireNonNullElse(given.language(), Collection.DEFAULT_LANGUAGE));
        compare(
                found,
                "title_weight",
                existing.titleWeight(),
                Objects.requireNonNullElse(given.titleWeight(), Collection.DEFAULT_TITLE_WEIGHT));
        compare(
                found,
                "target_recall",
                existing.targetRecall() == null ? "not set" : existing.targetRecall(),
                given.targetRecall());
        compare(
                found,
                "sparse_model",
                Objects.requireNonNullElse(existing.sparseModel(), SparseModel.NONE),
                given.sparseModel());
        Map<String, FieldType> fields = SchemaRules.fields(given);
        TreeSet<String> names = new TreeSet<>(existing.fields().keySet());
        names.addAll(fields.keySet());
        for (String name : names) {
            compare(found, "fields." + name, type(existing.fields().get(name)), type(fields.get(name)));
        }
        return found;
    }

    /** A sentence part: {@code fields.year is long, not keyword}. */
    String sentence() {
        return property + " is " + existing + ", not " + given;
    }

    private static void compare(
            List<SchemaDifference> found, String property, Object existing, @Nullable Object given) {
        if (given != null && !given.equals(existing)) {
            found.add(new SchemaDifference(property, existing.toString(), given.toString()));
        }
    }

    private static String type(@Nullable FieldType type) {
        return type == null ? "not declared" : word(type);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
