package io.vicinal.contracts.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.vicinal.contracts.document.Document;
import io.vicinal.contracts.embedding.QueryTokens;
import io.vicinal.contracts.embedding.QueryWeights;
import io.vicinal.contracts.filter.Filter;
import io.vicinal.contracts.json.PackedVector;
import io.vicinal.contracts.search.ExampleQuery.ShardExamples;
import io.vicinal.contracts.search.NeighbourQuery.ShardNeighbours;
import io.vicinal.contracts.text.TextSpan;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;

/**
 * What a retrieval node does for the shards it owns. A shard that this node does not own, or that has not caught up with
 * its log, is a {@code ProblemException} 503 of type {@code shard-unavailable}: the caller takes another replica.
 */
@HttpExchange("/internal/retrieval")
public interface RetrievalApi {

    /** The query's terms' statistics in one shard. */
    @PostExchange("/statistics")
    Mono<LexicalStatistics> statistics(@RequestBody StatisticsQuery query);

    /** Scored candidates, no texts. Every signal that the mode names is present for every candidate. */
    @PostExchange("/candidates")
    Mono<ShardCandidates> candidates(@RequestBody CandidateQuery query);

    /** The stored passages of chosen candidates, in the order asked; null entries for those whose point in time has gone. */
    @PostExchange("/passages")
    Mono<List<StoredPassage>> passages(@RequestBody PassageQuery query);

    /** How the signals of chosen candidates came about, in the order asked; null entries as for {@link #passages}. */
    @PostExchange("/explain")
    Mono<List<@Nullable Explanation>> explain(@RequestBody ExplainQuery query);

    /** Where documents point, in the order asked; null entries for those that the shard does not have. */
    @PostExchange("/directions")
    Mono<List<@Nullable Direction>> directions(@RequestBody DirectionsQuery query);

    /** One document as it was sent, or empty. */
    @PostExchange("/document")
    Mono<Document> document(@RequestBody DocumentQuery query);

    /** What a shard looks like now; answered while it catches up too. */
    @PostExchange("/state")
    Mono<ShardState> state(@RequestBody ShardId shard);

    /**
     * Completes when the shard's searcher shows everything that it gets of a partition of the <em>documents</em> topic up
     * to an offset, or errors with {@code ProblemException} 504 after {@code timeoutMs}.
     */
    @PostExchange("/await")
    Mono<ShardState> await(@RequestBody AwaitQuery query);

    /** How many documents match a filter at the moment. */
    @PostExchange("/count")
    Mono<Long> count(@RequestBody CountQuery query);

    /** Documents in an order of their fields, the first {@code count} after a place in that order. */
    @PostExchange("/sorted")
    Mono<SortedDocuments> sorted(@RequestBody SortedQuery query);

    /** How many of the documents that a filter lets through have which values. */
    @PostExchange("/facets")
    Mono<ShardFacets> facets(@RequestBody FacetQuery query);

    /** The examples nearest to each of several vectors, with their values of a field. */
    @PostExchange("/neighbours")
    Mono<ShardNeighbours> neighbours(@RequestBody NeighbourQuery query);

    /** The documents that have a value of a field, with it and their vectors, page by page. */
    @PostExchange("/examples")
    Mono<ShardExamples> examples(@RequestBody ExampleQuery query);

    /**
     * Keeps the shard apart from this node now; answers with what was taken, or that it still runs after {@code timeoutMs}.
     * A {@code ProblemException} 409 where there is no place for snapshots.
     */
    @PostExchange("/snapshot")
    Mono<SnapshotResult> snapshot(@RequestBody SnapshotQuery query);

    /** The shard's snapshots, the furthest along its log first. */
    @PostExchange("/snapshots")
    Mono<List<SnapshotDescription>> snapshots(@RequestBody ShardId shard);

    /**
     * @param query text for BM25, or null
     * @param fuzziness of the query's words, null for exact
     * @param pieces word pieces whose frequencies are wanted, or null
     * @param center whether the mean of the passages' vectors is wanted
     */
    @JsonInclude(Include.NON_NULL)
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record StatisticsQuery(
            ShardId shard,
            @Nullable String query,
            @Nullable Fuzziness fuzziness,
            int @Nullable [] pieces,
            @Nullable Boolean center) {}

    /**
     * @param query text for BM25; null for dense or sparse alone
     * @param fuzziness of the query's words, null for exact
     * @param vector {@code float[dimensions]}, L2-normalised; null for lexical or sparse alone
     * @param tokens the query's tokens, for the late interaction score of the candidates; null for none
     * @param count the most candidates of each kind; with {@code tokens}, also of the documents (passages, where those are
     *     hits) that are returned: the best by the other signals
     * @param statistics of the whole collection, or null to use the shard's own (right when it is the only one)
     * @param background whether to compare the query with passages at large, too
     * @param grouping what groups are to hold; null for one passage each, of as many groups as the count brings
     * @param pointInTime the searcher to ask again, else {@code cursor-expired}; null for the newest
     * @param furtherVectors others beside {@code vector}: a passage's cosine is its best with any; null for none
     * @param sparse the query's words as the collection's sparse model weighs them; null for none
     * @param values of fields that are wanted of each candidate; null for none
     * @param pinned ids of documents whose best passages are wanted too where the filter lets them through, at most
     *     {@link SearchRequest#MAX_PINNED}; null for none
     */
    @JsonInclude(Include.NON_NULL)
    record CandidateQuery(
            ShardId shard,
            @Nullable String query,
            @Nullable Fuzziness fuzziness,

            @JsonSerialize(using = PackedVector.Writer.class) @JsonDeserialize(using = PackedVector.Reader.class)
            float @Nullable [] vector,

            @Nullable QueryTokens tokens,
            int count,
            GroupBy groupBy,
            @Nullable Filter filter,
            @Nullable LexicalStatistics statistics,
            @Nullable Boolean background,
            @Nullable Grouping grouping,
            @Nullable Long pointInTime,

            @JsonSerialize(contentUsing = PackedVector.Writer.class)
            @JsonDeserialize(contentUsing = PackedVector.Reader.class)
            @Nullable
            List<float[]> furtherVectors,

            @Nullable QueryWeights sparse,
            @Nullable List<ValueQuery> values,
            @Nullable List<String> pinned) {

        /** Without values of fields and pinned documents. */
        public CandidateQuery(
                ShardId shard,
                @Nullable String query,
                @Nullable Fuzziness fuzziness,
                float @Nullable [] vector,
                @Nullable QueryTokens tokens,
                int count,
                GroupBy groupBy,
                @Nullable Filter filter,
                @Nullable LexicalStatistics statistics,
                @Nullable Boolean background,
                @Nullable Grouping grouping,
                @Nullable Long pointInTime,
                @Nullable List<float[]> furtherVectors,
                @Nullable QueryWeights sparse) {
            this(
                    shard,
                    query,
                    fuzziness,
                    vector,
                    tokens,
                    count,
                    groupBy,
                    filter,
                    statistics,
                    background,
                    grouping,
                    pointInTime,
                    furtherVectors,
                    sparse,
                    null,
                    null);
        }

        /** Without sparse weights. */
        public CandidateQuery(
                ShardId shard,
                @Nullable String query,
                @Nullable Fuzziness fuzziness,
                float @Nullable [] vector,
                @Nullable QueryTokens tokens,
                int count,
                GroupBy groupBy,
                @Nullable Filter filter,
                @Nullable LexicalStatistics statistics,
                @Nullable Boolean background,
                @Nullable Grouping grouping,
                @Nullable Long pointInTime,
                @Nullable List<float[]> furtherVectors) {
            this(
                    shard,
                    query,
                    fuzziness,
                    vector,
                    tokens,
                    count,
                    groupBy,
                    filter,
                    statistics,
                    background,
                    grouping,
                    pointInTime,
                    furtherVectors,
                    null);
        }

        /** Of the newest searcher, a passage a group, and one vector at most. */
        public CandidateQuery(
                ShardId shard,
                @Nullable String query,
                @Nullable Fuzziness fuzziness,
                float @Nullable [] vector,
                @Nullable QueryTokens tokens,
                int count,
                GroupBy groupBy,
                @Nullable Filter filter,
                @Nullable LexicalStatistics statistics,
                @Nullable Boolean background) {
            this(
                    shard,
                    query,
                    fuzziness,
                    vector,
                    tokens,
                    count,
                    groupBy,
                    filter,
                    statistics,
                    background,
                    null,
                    null,
                    null);
        }

        /** The same with a query for the collection's sparse model. */
        public CandidateQuery with(@Nullable QueryWeights weights) {
            return new CandidateQuery(
                    shard,
                    query,
                    fuzziness,
                    vector,
                    tokens,
                    count,
                    groupBy,
                    filter,
                    statistics,
                    background,
                    grouping,
                    pointInTime,
                    furtherVectors,
                    weights,
                    values,
                    pinned);
        }

        /** The same, with values of fields, and pinned documents whatever the query finds. */
        public CandidateQuery with(@Nullable List<ValueQuery> wanted, @Nullable List<String> pinnedIds) {
            return new CandidateQuery(
                    shard,
                    query,
                    fuzziness,
                    vector,
                    tokens,
                    count,
                    groupBy,
                    filter,
                    statistics,
                    background,
                    grouping,
                    pointInTime,
                    furtherVectors,
                    sparse,
                    wanted,
                    pinnedIds);
        }

        /** The same, of a searcher that answered earlier. */
        public CandidateQuery at(long earlier) {
            return new CandidateQuery(
                    shard,
                    query,
                    fuzziness,
                    vector,
                    tokens,
                    count,
                    groupBy,
                    filter,
                    statistics,
                    background,
                    grouping,
                    earlier,
                    furtherVectors,
                    sparse,
                    values,
                    pinned);
        }

        /** Of exact words, without background statistics. */
        public CandidateQuery(
                ShardId shard,
                @Nullable String query,
                float @Nullable [] vector,
                @Nullable QueryTokens tokens,
                int count,
                GroupBy groupBy,
                @Nullable Filter filter,
                @Nullable LexicalStatistics statistics) {
            this(shard, query, null, vector, tokens, count, groupBy, filter, statistics, false);
        }
    }

    /**
     * Which value of a declared field is wanted of a document: of numbers and dates the greatest.
     *
     * @param among terms of a keyword or boolean field: the first of these that the document has; null for numbers and dates
     */
    @JsonInclude(Include.NON_NULL)
    record ValueQuery(String field, @Nullable List<String> among) {}

    /**
     * @param groups that are wanted: of a field that many, if there are, are among the candidates
     * @param size passages wanted of each
     */
    record Grouping(int groups, int size) {}

    /**
     * @param pointInTime the searcher that answered; {@link #passages} reads from the same one
     * @param behind records on the log that this searcher does not show
     * @param warnings what of the query was left out, in a sentence each
     * @param background null where it was not asked for
     */
    @JsonInclude(Include.NON_NULL)
    record ShardCandidates(
            long pointInTime,
            long behind,
            List<Candidate> candidates,
            List<String> warnings,
            @Nullable Background background) {

        public ShardCandidates {
            warnings = Objects.requireNonNullElse(warnings, List.of());
        }

        /** Without warnings and background statistics. */
        public ShardCandidates(long pointInTime, long behind, List<Candidate> candidates) {
            this(pointInTime, behind, candidates, List.of(), null);
        }
    }

    /**
     * @param doc the passage's Lucene document number in that point in time
     * @param documentId the document it belongs to
     * @param dense cosine with the query, or null in lexical mode
     * @param lexical BM25, 0 where no term matches, or null in dense mode
     * @param lateInteraction weighted mean over the query's tokens of each one's best cosine with the passage's tokens, or
     *     null where it was not asked for or the passage has no token vectors
     * @param sketch {@code byte[dimensions]}: the passage's dense vector less the mean of the collection's, scaled so that its
     *     largest component is 127 or -127
     * @param group the value that is grouped by, as text, of several the least; null where there is none
     * @param sparse the dot product of the query's weights and the passage's, 0 where they share no word, or null where it was
     *     not asked for
     * @param values of fields, as they were asked for: a number, milliseconds since 1970, or a term; null for one that the
     *     document does not have. Null where none were asked for, or the node is of an earlier release
     * @param pinned true where the query did not find it and it is there because its document is pinned, else null
     */
    @JsonInclude(Include.NON_NULL)
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Candidate(
            int doc,
            String documentId,
            @Nullable Float dense,
            @Nullable Float lexical,
            @Nullable Float lateInteraction,
            byte[] sketch,
            @Nullable String group,
            @Nullable Float sparse,
            @Nullable List<@Nullable Object> values,
            @Nullable Boolean pinned) {

        /** Found, without values of fields. */
        public Candidate(
                int doc,
                String documentId,
                @Nullable Float dense,
                @Nullable Float lexical,
                @Nullable Float lateInteraction,
                byte[] sketch,
                @Nullable String group,
                @Nullable Float sparse) {
            this(doc, documentId, dense, lexical, lateInteraction, sketch, group, sparse, null, null);
        }

        /** Of no group, without a sparse score. */
        public Candidate(
                int doc,
                String documentId,
                @Nullable Float dense,
                @Nullable Float lexical,
                @Nullable Float lateInteraction,
                byte[] sketch) {
            this(doc, documentId, dense, lexical, lateInteraction, sketch, null, null);
        }
    }

    /**
     * @param highlight what to look for in the passages, or null
     * @param vectors whether the passages' vectors are wanted too
     */
    @JsonInclude(Include.NON_NULL)
    record PassageQuery(
            ShardId shard,
            long pointInTime,
            List<Integer> docs,
            @Nullable Highlight highlight,
            @Nullable Boolean vectors) {

        /** Without vectors. */
        public PassageQuery(ShardId shard, long pointInTime, List<Integer> docs, @Nullable Highlight highlight) {
            this(shard, pointInTime, docs, highlight, false);
        }
    }

    /**
     * @param query that found the candidates
     * @param docs theirs, at most {@link Explanation#MAX_HITS}
     */
    record ExplainQuery(CandidateQuery query, long pointInTime, List<Integer> docs) {}

    /** @param ids of documents, at most {@link #MAX_IDS} */
    record DirectionsQuery(ShardId shard, List<String> ids) {
        public static final int MAX_IDS = 1000;
    }

    /**
     * @param vector {@code float[dimensions]}: the mean of the document's passages, which has length 1 where there is one
     *     passage and less where they differ
     * @param documentsOffset where on its partition of the documents topic the write stands that it shows; null where that is
     *     not known, as of one that a node of an earlier release indexed
     */
    @JsonInclude(Include.NON_NULL)
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Direction(
            String id,

            @JsonSerialize(using = PackedVector.Writer.class) @JsonDeserialize(using = PackedVector.Reader.class)
            float[] vector,

            @Nullable Long documentsOffset) {

        /** Of a write that is not known. */
        public Direction(String id, float[] vector) {
            this(id, vector, null);
        }
    }

    record Highlight(String query, Fuzziness fuzziness) {}

    /**
     * @param highlights where words of the query stand in the document's text, in order; null where it was not asked
     * @param titleHighlights the same in the title
     * @param bestSentence the sentence with the rarest words of the query, in the document's text; null where it was not
     *     asked, or no sentence holds any
     * @param vector {@code float[dimensions]}, of length 1; null where it was not asked
     */
    @JsonInclude(Include.NON_NULL)
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record StoredPassage(
            String documentId,
            int ordinal,
            @Nullable String title,
            String text,
            int start,
            int end,
            Map<String, Object> fields,
            @Nullable List<TextSpan> highlights,
            @Nullable List<TextSpan> titleHighlights,
            @Nullable TextSpan bestSentence,

            @JsonSerialize(using = PackedVector.Writer.class) @JsonDeserialize(using = PackedVector.Reader.class)
            float @Nullable [] vector) {

        /** Without its vector. */
        public StoredPassage(
                String documentId,
                int ordinal,
                @Nullable String title,
                String text,
                int start,
                int end,
                Map<String, Object> fields,
                @Nullable List<TextSpan> highlights,
                @Nullable List<TextSpan> titleHighlights,
                @Nullable TextSpan bestSentence) {
            this(documentId, ordinal, title, text, start, end, fields, highlights, titleHighlights, bestSentence, null);
        }

        /** The same with its vector. */
        public StoredPassage with(float[] itsVector) {
            return new StoredPassage(
                    documentId,
                    ordinal,
                    title,
                    text,
                    start,
                    end,
                    fields,
                    highlights,
                    titleHighlights,
                    bestSentence,
                    itsVector);
        }
    }

    record DocumentQuery(ShardId shard, String id) {}

    record SnapshotQuery(ShardId shard, long timeoutMs) {}

    /** @param snapshot null unless it is taken or unchanged */
    @JsonInclude(Include.NON_NULL)
    record SnapshotResult(SnapshotStatus status, @Nullable SnapshotDescription snapshot) {}

    enum SnapshotStatus {
        @JsonProperty("taken")
        TAKEN,
        /** Nothing has changed since the snapshot before, which still holds everything. */
        @JsonProperty("unchanged")
        UNCHANGED,
        /** It goes on, and will be in the list. */
        @JsonProperty("running")
        RUNNING,
        /** Nothing has ever been indexed. */
        @JsonProperty("empty")
        EMPTY
    }

    /** @param documentsPartition null is the one of the shard's own number */
    @JsonInclude(Include.NON_NULL)
    record AwaitQuery(ShardId shard, @Nullable Integer documentsPartition, long documentsOffset, long timeoutMs) {

        public AwaitQuery(ShardId shard, long documentsOffset, long timeoutMs) {
            this(shard, null, documentsOffset, timeoutMs);
        }

        public int partition() {
            return documentsPartition == null ? shard.partition() : documentsPartition;
        }
    }

    /** @param filter null matches every document */
    @JsonInclude(Include.NON_NULL)
    record CountQuery(ShardId shard, @Nullable Filter filter) {}

    /**
     * @param query only documents with a passage that matches; null for all
     * @param sort at least one; the id decides where they are equal
     * @param after only what comes after this; null from the beginning
     */
    @JsonInclude(Include.NON_NULL)
    record SortedQuery(
            ShardId shard,
            @Nullable String query,
            @Nullable Fuzziness fuzziness,
            @Nullable Filter filter,
            List<SortKey> sort,
            @Nullable SortPlace after,
            int count) {}

    /**
     * A document's place among others, whether it is still there or not.
     *
     * @param values one a sort key: a long (dates in milliseconds since 1970), double or string (ids, keywords, {@code true} and
     *     {@code false}), or null where it has none
     */
    record SortPlace(List<@Nullable Object> values, String id) {}

    record SortedDocuments(long pointInTime, long behind, List<SortedDocument> documents, List<String> warnings) {}

    /**
     * @param doc the passage to show for it: its first, or the one that matches best
     * @param lexical that one's BM25 by the shard's own statistics; null without a query
     */
    @JsonInclude(Include.NON_NULL)
    record SortedDocument(
            int doc, SortPlace place, @Nullable Float lexical) {}

    @JsonInclude(Include.NON_NULL)
    record FacetQuery(ShardId shard, @Nullable Filter filter, Map<String, FacetRequest> facets) {}

    /**
     * @param fields by name
     * @param behind records on the log that the counting searcher does not show
     */
    record ShardFacets(Map<String, FacetCounts> fields, long behind) {}

    /**
     * @param counts documents by value as text (dates as instants in UTC), by number of the range, or by first day of the
     *     interval; none is 0
     * @param other documents by values that are not in there, summed
     * @param missing documents without a value
     */
    record FacetCounts(Map<String, Long> counts, long other, long missing) {}
}
