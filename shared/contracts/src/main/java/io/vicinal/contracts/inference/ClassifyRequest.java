package io.vicinal.contracts.inference;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.vicinal.contracts.filter.Filter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Texts to be labelled by a collection's examples, or by descriptions of labels.
 *
 * @param texts 1 to {@link #MAX_TEXTS}
 * @param labelField a keyword or boolean field; null only where {@code labels} are given
 * @param k how many neighbours vote, 1 to {@link #MAX_K}; null takes what the collection chose
 * @param temperature of the votes, in cosines, above 0 to 10; null takes what the collection chose
 * @param filter which documents may be neighbours; null for all
 * @param labels what labels mean, with or without examples, at most {@link #MAX_LABELS}; null for none
 * @param method null is {@link Method#AUTO}
 * @param maxRisk the share of answers that may be wrong, above 0 and below 1; null answers whatever is most likely
 * @param prior how frequent labels are taken to be; null is {@link Prior#EXAMPLES}
 * @param explain true shows every neighbour and label instead of the first {@link #SHOWN}
 */
@JsonInclude(Include.NON_NULL)
public record ClassifyRequest(
        @Nullable List<String> texts,
        @Nullable String labelField,
        @Nullable Integer k,
        @Nullable Double temperature,
        @Nullable Filter filter,
        @Nullable List<DescribedLabel> labels,
        @Nullable Method method,
        @Nullable Double maxRisk,
        @Nullable Prior prior,
        @Nullable Boolean explain) {
    public static final int MAX_TEXTS = 1000;
    public static final int MAX_K = 1000;
    public static final int MAX_LABELS = 1000;
    public static final double MAX_TEMPERATURE = 10;
    /** Neighbours of each text that are shown unless all are asked for. */
    public static final int SHOWN = 10;

    /**
     * @param name the label
     * @param description what it means; null where the name says it
     */
    @JsonInclude(Include.NON_NULL)
    public record DescribedLabel(
            @Nullable String name, @Nullable String description) {}

    /** What decides. */
    public enum Method {
        /** The neighbours' votes and the linear head together, as the collection chose. */
        @JsonProperty("auto")
        AUTO,
        /** One vote of each shard, its nearest example's label: nothing else leaves a shard. */
        @JsonProperty("votes")
        VOTES
    }

    /** How frequent labels are taken to be. */
    public enum Prior {
        /** As among the examples. */
        @JsonProperty("examples")
        EXAMPLES,
        /** All alike. */
        @JsonProperty("balanced")
        BALANCED,
        /** As in the texts of the request, by what is predicted for them. */
        @JsonProperty("batch")
        BATCH
    }
}
