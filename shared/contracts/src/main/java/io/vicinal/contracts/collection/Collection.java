package io.vicinal.contracts.collection;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.vicinal.contracts.embedding.ModelMeans;
import io.vicinal.contracts.embedding.TokenFormat;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A version of a collection: its schema with every default filled in, frozen but for fields that are added. A release
 * reads what an earlier one wrote (what is missing has the value that it had then) and passes over what a later one added.
 *
 * @param name {@code [a-z0-9][a-z0-9_-]{0,62}}
 * @param version its number; its passages are on {@code vicinal.passages.<name>.v<version>}
 * @param model the name of the model that embeds its documents and queries, or {@link #NO_MODEL}
 * @param dimensions of the model's dense vector
 * @param documentsPartitions the partitions of the documents topic, which all versions read
 * @param shards the partitions of its passages topic; a shard is a partition is a Lucene index
 * @param fields declared fields: name to type
 * @param lateInteraction whether its passages carry token vectors
 * @param tokenPooling how many token vectors of a passage become one, on average
 * @param tokenFormat how those are written
 * @param language of its documents, for lexical search: the code of one of Lucene's analysers ({@code en}), or {@code none}
 * @param titleWeight how often a title counts in lexical search, where the text counts once
 * @param targetRecall recall@10 that vector search is to reach, and searches harder for; null leaves it at its default
 * @param means of its model, as they were when the version was made; null where it is older than they are
 * @param sparseModel the name of the model that weighs the words of its documents and queries; null for none
 * @param minRelevance how likely relevant a hit must be to be shown where a search does not say
 * @param onIngest what is inferred of new documents; null for nothing
 */
@JsonInclude(Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Collection(
        String name,
        int version,
        String model,
        int dimensions,
        int documentsPartitions,
        int shards,
        Map<String, FieldType> fields,
        Chunking chunking,
        VectorFormat vectorFormat,
        boolean lateInteraction,
        int tokenPooling,
        TokenFormat tokenFormat,
        String language,
        int titleWeight,
        @Nullable Double targetRecall,
        @Nullable ModelMeans means,
        Instant createdAt,
        @Nullable String sparseModel,
        MinRelevance minRelevance,
        @Nullable OnIngest onIngest) {

    /** The model of a collection whose documents and queries bring vectors of their own. */
    public static final String NO_MODEL = "none";

    public static final String DEFAULT_LANGUAGE = "en";
    public static final int DEFAULT_TITLE_WEIGHT = 1;
    public static final int DEFAULT_TOKEN_POOLING = 8;
    public static final TokenFormat DEFAULT_TOKEN_FORMAT = TokenFormat.BINARY;

    public Collection {
        fields = Map.copyOf(fields);
    }

    /** Whether there is a model that embeds its documents and queries; else all vectors are their users' own. */
    public boolean hasModel() {
        return !model.equals(NO_MODEL);
    }

    @JsonCreator
    static Collection read(
            String name,
            int version,
            String model,
            int dimensions,
            @Nullable Integer documentsPartitions,
            int shards,
            Map<String, FieldType> fields,
            Chunking chunking,
            VectorFormat vectorFormat,
            @Nullable Boolean lateInteraction,
            @Nullable Integer tokenPooling,
            @Nullable TokenFormat tokenFormat,
            @Nullable String language,
            @Nullable Integer titleWeight,
            @Nullable Double targetRecall,
            @Nullable ModelMeans means,
            Instant createdAt,
            @Nullable String sparseModel,
            @Nullable MinRelevance minRelevance,
            @Nullable OnIngest onIngest) {
        return new Collection(
                name,
                version,
                model,
                dimensions,
                Objects.requireNonNullElse(documentsPartitions, shards),
                shards,
                fields,
                chunking,
                vectorFormat,
                Objects.requireNonNullElse(lateInteraction, false),
                Objects.requireNonNullElse(tokenPooling, DEFAULT_TOKEN_POOLING),
                Objects.requireNonNullElse(tokenFormat, DEFAULT_TOKEN_FORMAT),
                Objects.requireNonNullElse(language, DEFAULT_LANGUAGE),
                Objects.requireNonNullElse(titleWeight, DEFAULT_TITLE_WEIGHT),
                targetRecall,
                means,
                createdAt,
                sparseModel,
                Objects.requireNonNullElse(minRelevance, defaultMinRelevance(model)),
                onIngest);
    }

    /** Nothing is known of the cosines of vectors that users make themselves. */
    public static MinRelevance defaultMinRelevance(String model) {
        return model.equals(NO_MODEL) ? MinRelevance.NONE : MinRelevance.BALANCED;
    }

    /** Without late interaction, as every collection was before there were token vectors. */
    public Collection(
            String name,
            int version,
            String model,
            int dimensions,
            int shards,
            Map<String, FieldType> fields,
            Chunking chunking,
            VectorFormat vectorFormat,
            Instant createdAt) {
        this(
                name,
                version,
                model,
                dimensions,
                shards,
                fields,
                chunking,
                vectorFormat,
                false,
                DEFAULT_TOKEN_POOLING,
                DEFAULT_TOKEN_FORMAT,
                DEFAULT_LANGUAGE,
                DEFAULT_TITLE_WEIGHT,
                null,
                null,
                createdAt);
    }

    /** Without a sparse model, of a collection that has as many shards as its documents topic has partitions, as every first version has. */
    public Collection(
            String name,
            int version,
            String model,
            int dimensions,
            int shards,
            Map<String, FieldType> fields,
            Chunking chunking,
            VectorFormat vectorFormat,
            boolean lateInteraction,
            int tokenPooling,
            TokenFormat tokenFormat,
            String language,
            int titleWeight,
            @Nullable Double targetRecall,
            @Nullable ModelMeans means,
            Instant createdAt) {
        this(
                name,
                version,
                model,
                dimensions,
                shards,
                shards,
                fields,
                chunking,
                vectorFormat,
                lateInteraction,
                tokenPooling,
                tokenFormat,
                language,
                titleWeight,
                targetRecall,
                means,
                createdAt,
                null,
                defaultMinRelevance(model),
                null);
    }

    /** Whether the other is this version of this very collection, and not of one that was made anew under its name. */
    public boolean isVersionOf(Collection other) {
        return name.equals(other.name) && version == other.version && createdAt.equals(other.createdAt);
    }

    /** The same without the means of its model: kilobytes that say nothing to people. */
    public Collection withoutMeans() {
        return with(version, documentsPartitions, fields, null, sparseModel, minRelevance, onIngest);
    }

    /** The same with fields declared in addition; documents from before have no values of them. */
    public Collection withFields(Map<String, FieldType> added) {
        Map<String, FieldType> all = new HashMap<>(fields);
        all.putAll(added);
        return with(version, documentsPartitions, all, means, sparseModel, minRelevance, onIngest);
    }

    /** The same as another version of a collection that is there already. */
    public Collection asVersion(int number, int partitionsOfItsDocuments) {
        return with(number, partitionsOfItsDocuments, fields, means, sparseModel, minRelevance, onIngest);
    }

    /** The same with a sparse model, or without where it is null. */
    public Collection withSparseModel(@Nullable String itsSparseModel) {
        return with(version, documentsPartitions, fields, means, itsSparseModel, minRelevance, onIngest);
    }

    /** The same with another threshold. */
    public Collection withMinRelevance(MinRelevance itsMinRelevance) {
        return with(version, documentsPartitions, fields, means, sparseModel, itsMinRelevance, onIngest);
    }

    /** The same with something to infer of new documents, or nothing where it is null. */
    public Collection withOnIngest(@Nullable OnIngest itsOnIngest) {
        return with(version, documentsPartitions, fields, means, sparseModel, minRelevance, itsOnIngest);
    }

    private Collection with(
            int number,
            int partitions,
            Map<String, FieldType> declared,
            @Nullable ModelMeans itsMeans,
            @Nullable String itsSparseModel,
            MinRelevance itsMinRelevance,
            @Nullable OnIngest itsOnIngest) {
        return new Collection(
                name,
                number,
                model,
                dimensions,
                partitions,
                shards,
                declared,
                chunking,
                vectorFormat,
                lateInteraction,
                tokenPooling,
                tokenFormat,
                language,
                titleWeight,
                targetRecall,
                itsMeans,
                createdAt,
                itsSparseModel,
                itsMinRelevance,
                itsOnIngest);
    }
}
