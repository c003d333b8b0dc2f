package io.vicinal.contracts.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.vicinal.contracts.collection.MinRelevance;
import io.vicinal.contracts.filter.Filter;
import io.vicinal.contracts.json.FlexibleVector;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;

/**
 * A search as a user sends it: {@code query}, {@code vector}, {@code vectors} or {@code like}, the rest has defaults.
 *
 * @param query text; at most {@link #QUERY_BYTES} of UTF-8
 * @param vector {@code float[dimensions]} instead of the query's own; with {@code query} too, it replaces the embedding
 * @param topK 1 to {@link #MAX_TOP_K}, default 10; 0 for facets alone
 * @param mode default hybrid; with a vector and no query, dense
 * @param lateInteraction default true in hybrid mode where the collection has token vectors; false leaves it out
 * @param fusion how signals become one score, default weighted min-max
 * @param groupBy default document
 * @param fuzziness how far words may be from the query's in lexical search, default not at all
 * @param highlight default false; true adds to each hit where its words match and which sentence fits best
 * @param deadlineMs 1 to {@link #MAX_DEADLINE_MS}, default {@link #DEFAULT_DEADLINE_MS}: after it, shards that have not
 *     answered are left out
 * @param allowPartial default true; false makes a missing shard a 503 instead of a partial result
 * @param groupSize passages shown inside each hit of a document or field group, 1 to {@link #MAX_GROUP_SIZE}, default 1
 * @param facets fields to count the documents by that the filter lets through
 * @param sort lists documents in this order instead of ranking passages; without a query, or in lexical mode
 * @param cursor of the page before, with all else as it was there
 * @param explain default false; true adds to each hit every number that led to its score
 * @param like documents to be near to, and far from, instead of a query or vector; mode dense
 * @param vectors several vectors instead of one, at most {@link #MAX_VECTORS}: a passage's cosine is its best with any
 * @param includeVectors default false; true adds to each hit its passage's vector
 * @param minRelevance how likely relevant a hit must be to be shown; default the collection's for a query that is
 *     compared by vectors, else 0
 * @param below hits to show of those that are not relevant enough, 0 to {@link #MAX_BELOW}; default none, with {@code explain}
 *     as many as {@code top_k}
 * @param boosts what fields add to a document's score, at most {@link Boost#MAX_BOOSTS}
 * @param diversity lets hits that differ from those before them come forward
 * @param collapse folds near-duplicates into the best of them
 * @param pinned ids of documents that come first, in this order, where the filter lets them through; at most
 *     {@link #MAX_PINNED}
 * @param hidden ids of documents that are left out, at most {@link #MAX_HIDDEN}
 * @param rerank a cross-encoder over the best hits; default none
 */
@JsonInclude(Include.NON_NULL)
public record SearchRequest(
        @Nullable String query,

        @JsonSerialize(using = FlexibleVector.Writer.class) @JsonDeserialize(using = FlexibleVector.Reader.class)
        float @Nullable [] vector,

        @Nullable Integer topK,
        @Nullable SearchMode mode,
        @Nullable Filter filter,
        @Nullable Boolean lateInteraction,
        @Nullable Fusion fusion,
        @Nullable GroupBy groupBy,
        @Nullable Fuzziness fuzziness,
        @Nullable Boolean highlight,
        @Nullable Integer deadlineMs,
        @Nullable Boolean allowPartial,
        @Nullable Integer groupSize,
        @Nullable Map<String, FacetRequest> facets,
        @Nullable List<SortKey> sort,
        @Nullable String cursor,
        @Nullable Boolean explain,
        @Nullable Like like,

        @JsonSerialize(contentUsing = FlexibleVector.Writer.class)
        @JsonDeserialize(contentUsing = FlexibleVector.Reader.class)
        @Nullable
        List<float[]> vectors,

        @Nullable Boolean includeVectors,
        @Nullable MinRelevance minRelevance,
        @Nullable Integer below,
        @Nullable List<Boost> boosts,
        @Nullable Diversity diversity,
        @Nullable Collapse collapse,
        @Nullable List<String> pinned,
        @Nullable List<String> hidden,
        @Nullable CrossEncoding rerank) {

    public static final int DEFAULT_TOP_K = 10;
    public static final int MAX_TOP_K = 1000;
    public static final int MAX_GROUP_SIZE = 20;
    /** Passages of all groups of a page together. */
    public static final int MAX_GROUPED = 1000;

    public static final int MAX_SORT_KEYS = 8;
    public static final int MAX_VECTORS = 16;
    /** Hits that bring their vectors. */
    public static final int MAX_WITH_VECTORS = 100;

    public static final int MAX_BELOW = 100;
    public static final int MAX_PINNED = 100;
    public static final int MAX_HIDDEN = 1000;

    public static final int QUERY_BYTES = 64 << 10;
    public static final int DEFAULT_DEADLINE_MS = 10_000;
    public static final int MAX_DEADLINE_MS = 60_000;
}
