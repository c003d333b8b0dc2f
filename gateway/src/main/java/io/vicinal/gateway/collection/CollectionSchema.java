package io.vicinal.gateway.collection;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.FieldType;
import io.vicinal.contracts.collection.MinRelevance;
import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.contracts.embedding.ModelDescription;
import io.vicinal.contracts.embedding.ModelMeans;
import io.vicinal.contracts.embedding.TokenFormat;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A schema as a user sends it; everything has a default.
 *
 * @param model default: the first that the embedding service lists; {@code none} for vectors of the documents' own
 * @param shards default {@code vicinal.gateway.default-shards}
 * @param fields name to type, default none
 * @param vectorFormat default int8
 * @param lateInteraction default true, where the model gives token vectors
 * @param tokenPooling default 8
 * @param tokenFormat default binary
 * @param language of the documents, default en
 * @param titleWeight default 1
 * @param targetRecall recall@10 that vector search is to reach; default none, which leaves search effort as it is
 * @param dimensions of the documents' own vectors; only without a model
 * @param sparseModel default {@code none}
 * @param minRelevance how likely relevant a hit must be to be shown; default balanced, and 0 without a model. What may change
 * @param onIngest what is inferred of new documents; default nothing. May change too
 */
record CollectionSchema(
        @Nullable String model,
        @Nullable Integer shards,
        @Nullable Map<String, @Nullable FieldType> fields,
        @Nullable ChunkingSchema chunking,
        @Nullable VectorFormat vectorFormat,
        @Nullable Boolean lateInteraction,
        @Nullable Integer tokenPooling,
        @Nullable TokenFormat tokenFormat,
        @Nullable String language,
        @Nullable Integer titleWeight,
        @Nullable Double targetRecall,
        @Nullable Integer dimensions,
        @Nullable String sparseModel,
        @Nullable MinRelevance minRelevance,
        @Nullable OnIngestSchema onIngest) {

    static final CollectionSchema EMPTY = new CollectionSchema(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);
    static final VectorFormat DEFAULT_VECTOR_FORMAT = VectorFormat.INT8;

    /** What this leaves open as it is in a version that is there, as far as the model allows. */
    CollectionSchema elseAs(Collection there, ModelDescription model, @Nullable ModelMeans means) {
        ChunkingSchema cut = Objects.requireNonNullElse(chunking, new ChunkingSchema(null, null));
        int maxTokens =
                cut.maxTokens() == null ? Math.min(there.chunking().maxTokens(), model.maxTokens()) : cut.maxTokens();
        return new CollectionSchema(
                model.name(),
                Objects.requireNonNullElse(shards, there.shards()),
                there.withFields(SchemaRules.fields(this)).fields(),
                new ChunkingSchema(
                        maxTokens,
                        cut.overlapTokens() == null
                                ? Math.min(there.chunking().overlapTokens(), (maxTokens - 1) / 2)
                                : cut.overlapTokens()),
                Objects.requireNonNullElse(vectorFormat, there.vectorFormat()),
                lateInteraction == null
                        ? there.lateInteraction() && means != null && means.token() != null
                        : lateInteraction,
                Objects.requireNonNullElse(tokenPooling, there.tokenPooling()),
                Objects.requireNonNullElse(tokenFormat, there.tokenFormat()),
                Objects.requireNonNullElse(language, there.language()),
                Objects.requireNonNullElse(titleWeight, there.titleWeight()),
                targetRecall == null ? there.targetRecall() : targetRecall,
                dimensions,
                sparseModel == null ? there.sparseModel() : sparseModel,
                Objects.requireNonNullElse(minRelevance, there.minRelevance()),
                null); // of the collection, not of a version
    }

    /**
     * @param maxTokens default: as many as the model reads
     * @param overlapTokens default 0
     */
    record ChunkingSchema(
            @Nullable Integer maxTokens, @Nullable Integer overlapTokens) {}
}
