package io.vicinal.contracts.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.vicinal.contracts.embedding.QueryTokens;
import io.vicinal.contracts.filter.Filter;
import io.vicinal.contracts.json.PackedVector;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;

/**
 * Which examples of a shard are nearest to each of several vectors. An example is a document that has a value of a field.
 *
 * @param vectors {@code float[dimensions]} each, L2-normalised; 1 to {@link #MAX_VECTORS}
 * @param tokens of the text that each vector stands for, in order, for late interaction with its neighbours; null for none
 * @param field declared as anything but text
 * @param k examples that are wanted of each vector, 1 to {@link #MAX_K}
 * @param filter what examples must be besides; null lets all through
 * @param withVectors whether the neighbours' vectors are wanted too; null for no
 * @param anonymous true leaves out which documents they are: what is answered is a vote, not data
 */
@JsonInclude(Include.NON_NULL)
public record NeighbourQuery(
        ShardId shard,

        @JsonSerialize(contentUsing = PackedVector.Writer.class)
        @JsonDeserialize(contentUsing = PackedVector.Reader.class)
        List<float[]> vectors,

        @Nullable List<QueryTokens> tokens,
        String field,
        int k,
        @Nullable Filter filter,
        @Nullable Boolean withVectors,
        @Nullable Boolean anonymous) {
    public static final int MAX_VECTORS = 1000;
    public static final int MAX_K = 1000;

    /**
     * @param nearest of each vector, nearest first
     * @param behind records on the log that the searcher does not show
     */
    public record ShardNeighbours(List<List<Neighbour>> nearest, long behind) {}

    /**
     * @param documentId null where the query was anonymous
     * @param similarity cosine of the vector and the nearest passage of the document
     * @param values of the field, as {@link ExampleQuery.Example#values}
     * @param lateInteraction of the vector's tokens with that passage, as in a search; null where it was not asked for, or one of
     *     them has no token vectors
     * @param vector {@code float[dimensions]} of that passage, of length 1; null where it was not asked for
     */
    @JsonInclude(Include.NON_NULL)
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Neighbour(
            @Nullable String documentId,
            float similarity,
            @Nullable Float lateInteraction,
            List<Object> values,

            @JsonSerialize(using = PackedVector.Writer.class) @JsonDeserialize(using = PackedVector.Reader.class)
            float @Nullable [] vector) {}
}
