package io.vicinal.contracts.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.vicinal.contracts.json.FlexibleVector;
import io.vicinal.contracts.text.TextSpan;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;

/**
 * @param version of the collection that answered: all of the answer comes from this one
 * @param partial whether a shard is missing from the result
 * @param shards what each shard contributed, and how far behind its log it was
 * @param warnings what was cut or left out, in a sentence each ("the query was longer than the model reads …")
 * @param nextCursor brings the next page; null where there is none
 * @param facets by field; null where none were asked for
 * @param filtered hits that were found and are not shown, since they are less relevant than was asked for; null where relevance
 *     was not judged
 * @param below the best of those; null where they are not asked for
 * @param reason why there are no hits; null where there are some
 */
@JsonInclude(Include.NON_NULL)
public record SearchResult(
        String queryId,
        int version,
        List<Hit> hits,
        boolean partial,
        List<ShardReport> shards,
        List<String> warnings,
        Took tookMs,
        @Nullable String nextCursor,
        @Nullable Map<String, Facet> facets,
        @Nullable Integer filtered,
        @Nullable List<Hit> below,
        @Nullable Emptiness reason) {

    /** Why a result is empty. */
    public enum Emptiness {
        /** There is nothing that the filter lets through and the query finds. */
        @JsonProperty("nothing_found")
        NOTHING_FOUND,
        /** What was found is less relevant than was asked for. */
        @JsonProperty("nothing_relevant")
        NOTHING_RELEVANT
    }

    /** The same, with what was counted. */
    public SearchResult with(Map<String, Facet> counted, List<ShardReport> reports) {
        return new SearchResult(
                queryId,
                version,
                hits,
                reports.stream().anyMatch(report -> !report.answered()),
                reports,
                warnings,
                tookMs,
                nextCursor,
                counted,
                filtered,
                below,
                reason);
    }

    /**
     * @param id the passage: {@code <document id>#<ordinal>}
     * @param start first character of {@code text} in the document's text, in UTF-16 code units
     * @param end one past the last
     * @param highlights where words of the query stand in the document's text, in order; null where it was not asked
     * @param titleHighlights the same in the title
     * @param bestSentence of the passage: the one with the rarest words of the query where it holds any, else the one
     *     nearest in meaning; null where it was not asked or there was no time
     * @param score what the hits are ordered by, in the scale of the fusion or of the single signal; where they are sorted, BM25
     * @param group the value that hits are grouped by; null where they are not, and for a document without the field
     * @param passages the group's best, this one first; null where a group shows one
     * @param sort what the hits are sorted by, null where a document has no value; null where they are ranked
     * @param explanation null where it was not asked
     * @param vector {@code float[dimensions]} of the passage, of length 1; null where it was not asked
     * @param relevance how likely it is relevant, 0 to 1; null where that was not judged
     * @param pinned true where the request pins its document, else null
     * @param duplicates hits that are folded into this one; null where none were looked for
     */
    @JsonInclude(Include.NON_NULL)
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Hit(
            String id,
            String documentId,
            @Nullable String title,
            String text,
            int start,
            int end,
            Map<String, Object> fields,
            @Nullable List<TextSpan> highlights,
            @Nullable List<TextSpan> titleHighlights,
            @Nullable Sentence bestSentence,
            double score,
            Scores scores,
            @Nullable Group group,
            @Nullable List<Inside> passages,
            @Nullable List<@Nullable Object> sort,
            @Nullable Explanation explanation,

            @JsonSerialize(using = FlexibleVector.Writer.class) @JsonDeserialize(using = FlexibleVector.Reader.class)
            float @Nullable [] vector,

            @Nullable Double relevance,
            @Nullable Boolean pinned,
            @Nullable Integer duplicates) {

        /** The same with another best sentence. */
        public Hit with(Sentence sentence) {
            return new Hit(
                    id,
                    documentId,
                    title,
                    text,
                    start,
                    end,
                    fields,
                    highlights,
                    titleHighlights,
                    sentence,
                    score,
                    scores,
                    group,
                    passages,
                    sort,
                    explanation,
                    vector,
                    relevance,
                    pinned,
                    duplicates);
        }
    }

    /** What all passages of a group have in common. */
    public record Group(String field, Object value) {}

    /**
     * A passage of a group.
     *
     * @param documentId null where the group is a document
     */
    @JsonInclude(Include.NON_NULL)
    public record Inside(
            String id, @Nullable String documentId, String text, int start, int end, double score, Scores scores) {}

    /** A sentence, where it stands in the document's text in UTF-16 code units, and as it stands there. */
    public record Sentence(int start, int end, String text) {}

    /**
     * Raw scores of each kind. Null where the mode did not ask for it.
     *
     * @param dense cosine
     * @param lexical BM25
     * @param lateInteraction weighted mean of each query token's best cosine with the passage's tokens
     * @param sparse dot product of the weights that the collection's sparse model gives the query and the passage
     * @param crossEncoder of 0 to 1, where one read the hit
     */
    @JsonInclude(Include.NON_NULL)
    public record Scores(
            @Nullable Float dense,
            @Nullable Float lexical,
            @Nullable Float lateInteraction,
            @Nullable Float sparse,
            @Nullable Double crossEncoder) {}

    /**
     * @param answered false: the shard had no node, was catching up, or missed the deadline
     * @param behind records on its log that its searcher did not yet show, or null when it did not answer
     * @param reason why it did not answer, in a sentence
     */
    @JsonInclude(Include.NON_NULL)
    public record ShardReport(
            int shard,
            boolean answered,
            @Nullable Long behind,
            @Nullable String reason) {}

    /**
     * Milliseconds of each step of the pipeline.
     *
     * @param highlight finding the best sentences by meaning; null where none were asked for
     * @param judge how relevant each hit is; null where hits are sorted
     */
    @JsonInclude(Include.NON_NULL)
    public record Took(
            double embed,
            double retrieve,
            double rerank,
            double fetch,
            @Nullable Double highlight,
            double total,
            @Nullable Double judge) {}
}
