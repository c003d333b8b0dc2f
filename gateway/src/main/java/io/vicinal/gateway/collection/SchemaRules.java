package io.vicinal.gateway.collection;

import io.vicinal.contracts.collection.Chunking;
import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.FieldType;
import io.vicinal.contracts.collection.Language;
import io.vicinal.contracts.embedding.ModelDescription;
import io.vicinal.contracts.embedding.ModelMeans;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.gateway.collection.CollectionSchema.ChunkingSchema;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a collection may be. A schema that breaks a rule is a {@code ProblemException} 400 that names field and value. */
final class SchemaRules {
    static final int MAX_SHARDS = 64;
    static final int MAX_FIELDS = 256;
    static final int MIN_CHUNK_TOKENS = 16;
    static final int MAX_TOKEN_POOLING = 64;
    static final int MAX_TITLE_WEIGHT = 10;
    static final double MIN_TARGET_RECALL = 0.5;
    static final double MAX_TARGET_RECALL = 0.999;
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");
    private static final Pattern FIELD_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,127}");
    private static final int SHOWN = 64;

    static void checkName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw invalid(
                    "name",
                    "\"" + shown(name) + "\" cannot be the name of a collection: it begins with a-z or 0-9 and goes on"
                            + " with at most 62 of a-z, 0-9, _ and -.");
        }
    }

    /** The rules that need no model. */
    static void check(CollectionSchema schema) {
        Integer shards = schema.shards();
        if (shards != null && (shards < 1 || shards > MAX_SHARDS)) {
            throw invalid("shards", "shards must be from 1 to " + MAX_SHARDS + ", not " + shards + ".");
        }
        fields(schema);
        Integer pooling = schema.tokenPooling();
        if (pooling != null && (pooling < 1 || pooling > MAX_TOKEN_POOLING)) {
            throw invalid(
                    "token_pooling",
                    "token_pooling must be from 1 (every token keeps its vector) to " + MAX_TOKEN_POOLING + ", not "
                            + pooling + ".");
        }
        lexical(schema.language(), schema.titleWeight());
        Double recall = schema.targetRecall();
        if (recall != null && !(recall >= MIN_TARGET_RECALL && recall <= MAX_TARGET_RECALL)) {
            throw invalid(
                    "target_recall",
                    "target_recall must be from " + MIN_TARGET_RECALL + " to " + MAX_TARGET_RECALL
                            + " (only exact search has 1), not " + recall + ".");
        }
        ChunkingSchema chunking = schema.chunking();
        if (chunking != null && chunking.maxTokens() != null && chunking.maxTokens() < MIN_CHUNK_TOKENS) {
            throw invalid(
                    "chunking.max_tokens",
                    "chunking.max_tokens must be at least " + MIN_CHUNK_TOKENS + ", not " + chunking.maxTokens() + ".");
        }
        if (chunking != null && chunking.overlapTokens() != null && chunking.overlapTokens() < 0) {
            throw invalid(
                    "chunking.overlap_tokens",
                    "chunking.overlap_tokens must be at least 0, not " + chunking.overlapTokens() + ".");
        }
    }

    private static void lexical(@Nullable String language, @Nullable Integer titleWeight) {
        if (language != null && !Language.CODES.contains(language)) {
            throw invalid(
                    "language",
                    "There is no language \"" + shown(language) + "\"; there are " + String.join(", ", Language.CODES)
                            + " (neither stems nor stop words, any script).");
        }
        if (titleWeight != null && (titleWeight < 1 || titleWeight > MAX_TITLE_WEIGHT)) {
            throw invalid(
                    "title_weight",
                    "title_weight must be from 1 to " + MAX_TITLE_WEIGHT + ", not " + titleWeight + ".");
        }
    }

    /** The declared fields; none where the schema says nothing. */
    static Map<String, FieldType> fields(CollectionSchema schema) {
        Map<String, FieldType> declared = new HashMap<>();
        if (schema.fields() == null) {
            return declared;
        }
        if (schema.fields().size() > MAX_FIELDS) {
            throw invalid(
                    "fields",
                    "A collection declares at most " + MAX_FIELDS + " fields, not "
                            + schema.fields().size() + ".");
        }
        schema.fields().forEach((name, type) -> {
            if (!FIELD_NAME.matcher(name).matches()) {
                throw invalid(
                        "fields." + shown(name),
                        "\"" + shown(name)
                                + "\" cannot be the name of a field: it begins with a letter or _ and goes on"
                                + " with at most 127 letters of A-Z, digits, _, . and -.");
            }
            if (type == null) {
                throw invalid(
                        "fields." + name,
                        "The type of the field " + name + " must be one of keyword, text, long, double, boolean, date,"
                                + " not null.");
            }
            declared.put(name, type);
        });
        return declared;
    }

    /**
     * The schema with every default filled in, as version 1 of a new collection.
     *
     * @param means of the model; null where there is none
     */
    static Collection resolve(
            String name,
            CollectionSchema schema,
            ModelDescription model,
            @Nullable ModelMeans means,
            int defaultShards) {
        return new Collection(
                        name,
                        1,
                        model.name(),
                        model.dimensions(),
                        Objects.requireNonNullElse(schema.shards(), defaultShards),
                        fields(schema),
                        chunking(schema.chunking(), model),
                        Objects.requireNonNullElse(schema.vectorFormat(), CollectionSchema.DEFAULT_VECTOR_FORMAT),
                        lateInteraction(schema, model, means),
                        Objects.requireNonNullElse(schema.tokenPooling(), Collection.DEFAULT_TOKEN_POOLING),
                        Objects.requireNonNullElse(schema.tokenFormat(), Collection.DEFAULT_TOKEN_FORMAT),
                        Objects.requireNonNullElse(schema.language(), Collection.DEFAULT_LANGUAGE),
                        Objects.requireNonNullElse(schema.titleWeight(), Collection.DEFAULT_TITLE_WEIGHT),
                        schema.targetRecall(),
                        means,
                        Instant.now().truncatedTo(ChronoUnit.MILLIS))
                .withSparseModel(SparseModel.of(schema))
                .withMinRelevance(Objects.requireNonNullElse(
                        schema.minRelevance(), Collection.defaultMinRelevance(model.name())));
    }

    private static boolean lateInteraction(
            CollectionSchema schema, ModelDescription model, @Nullable ModelMeans means) {
        boolean possible = means != null && means.token() != null;
        boolean wanted = Objects.requireNonNullElse(schema.lateInteraction(), possible);
        if (wanted && !possible) {
            throw invalid(
                    "late_interaction",
                    "late_interaction needs token vectors, and the model " + model.name() + " gives none.");
        }
        return wanted;
    }

    /** The model that the schema names, or the default one. */
    static ModelDescription model(CollectionSchema schema, List<ModelDescription> models) {
        if (models.isEmpty()) {
            throw ProblemType.SERVICE_UNAVAILABLE.exception(
                    "model", "The embedding service has no model loaded yet; try again in a moment.");
        }
        String wanted = schema.model();
        return wanted == null ? models.getFirst() : model(wanted, models);
    }

    /** The model of that name. */
    static ModelDescription model(String wanted, List<ModelDescription> models) {
        return models.stream()
                .filter(model -> model.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> invalid(
                        "model",
                        "There is no model \"" + shown(wanted) + "\"; loaded: "
                                + models.stream().map(ModelDescription::name).collect(Collectors.joining(", ")) + "."));
    }

    private static Chunking chunking(@Nullable ChunkingSchema given, ModelDescription model) {
        if (model.name().equals(Collection.NO_MODEL)) {
            return Chunking.WHOLE;
        }
        Integer maxTokens = given == null ? null : given.maxTokens();
        Integer overlap = given == null ? null : given.overlapTokens();
        int most = maxTokens == null ? model.maxTokens() : maxTokens;
        if (most > model.maxTokens()) {
            throw invalid(
                    "chunking.max_tokens",
                    "chunking.max_tokens must be at most " + model.maxTokens() + ", what the model " + model.name()
                            + " reads, not " + most + ".");
        }
        int repeated = overlap == null ? 0 : overlap;
        if (repeated * 2L >= most) {
            throw invalid(
                    "chunking.overlap_tokens",
                    "chunking.overlap_tokens must be less than half of chunking.max_tokens (" + most + "), not "
                            + repeated + ".");
        }
        return new Chunking(most, repeated);
    }

    private static String shown(String value) {
        return value.length() <= SHOWN ? value : value.substring(0, SHOWN) + "…";
    }

    private static ProblemException invalid(String field, String detail) {
        return ProblemType.INVALID_VALUE.exception(field, detail);
    }

    private SchemaRules() {}
}
