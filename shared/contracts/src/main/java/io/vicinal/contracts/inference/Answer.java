package io.vicinal.contracts.inference;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param reason why there is no answer; null where there is one
 * @param answer null where there is none
 * @param citations the best first
 * @param sentences of the answer, in order
 * @param method who worded it: {@link AnswerMethod#EXTRACTIVE} or {@link AnswerMethod#MODEL}; null where nobody had to
 * @param degraded whether a language model should have worded it and could not
 * @param degradedReason why, else null
 * @param truncated whether the model's answer was cut at its limit
 * @param warnings what is not as it should be, in a sentence each
 * @param query what was searched for; null within the platform
 * @param queryId of the search, for feedback; null within the platform
 */
public record Answer(
        boolean answered,
        @JsonInclude(Include.NON_NULL) @Nullable Reason reason,
        @JsonInclude(Include.ALWAYS) @Nullable String answer,
        List<Citation> citations,
        List<Sentence> sentences,
        @JsonInclude(Include.NON_NULL) @Nullable AnswerMethod method,
        boolean degraded,
        @JsonInclude(Include.NON_NULL) @Nullable Degradation degradedReason,
        boolean truncated,
        List<String> warnings,
        @JsonInclude(Include.NON_NULL) @Nullable String query,
        @JsonInclude(Include.NON_NULL) @Nullable String queryId) {

    public static Answer none(Reason reason, List<String> warnings) {
        return new Answer(false, reason, null, List.of(), List.of(), null, false, null, false, warnings, null, null);
    }

    /** The same, with the search that it came from, and what that had to say. */
    public Answer from(String searched, String searchId, List<String> more) {
        List<String> all = new ArrayList<>(more);
        all.addAll(warnings);
        return new Answer(
                answered,
                reason,
                answer,
                citations,
                sentences,
                method,
                degraded,
                degradedReason,
                truncated,
                List.copyOf(all),
                searched,
                searchId);
    }

    /** The same, told who found it. */
    public Answer by(AnswerMethod who) {
        return new Answer(
                answered,
                reason,
                answer,
                citations,
                sentences,
                who,
                degraded,
                degradedReason,
                truncated,
                warnings,
                query,
                queryId);
    }

    /** The same, told to be the second choice. */
    public Answer degraded(Degradation why) {
        return new Answer(
                answered, reason, answer, citations, sentences, method, true, why, truncated, warnings, query, queryId);
    }

    /** Why there is no answer. */
    public enum Reason {
        /** There is nothing that the filter lets through and the question finds. */
        @JsonProperty("nothing_found")
        NOTHING_FOUND,
        /** What was found has too little to do with the question. */
        @JsonProperty("nothing_relevant")
        NOTHING_RELEVANT,
        /** The language model found no answer in what was found. */
        @JsonProperty("not_in_passages")
        NOT_IN_PASSAGES
    }

    /** Why the language model did not word the answer. */
    public enum Degradation {
        /** None is configured. */
        @JsonProperty("no_model")
        NO_MODEL,
        /** It could not be reached, or answered with an error. */
        @JsonProperty("upstream_unavailable")
        UPSTREAM_UNAVAILABLE,
        /** It had too much to do. */
        @JsonProperty("upstream_busy")
        UPSTREAM_BUSY,
        /** It refused the request as such. */
        @JsonProperty("upstream_refused")
        UPSTREAM_REFUSED,
        /** It took too long to begin, to go on or to end. */
        @JsonProperty("upstream_timeout")
        UPSTREAM_TIMEOUT,
        /** What it sent is not of the protocol. */
        @JsonProperty("upstream_garbage")
        UPSTREAM_GARBAGE,
        /** It ended before its answer did. */
        @JsonProperty("upstream_ended_early")
        UPSTREAM_ENDED_EARLY,
        /** It failed too often, and is left alone for a moment. */
        @JsonProperty("circuit_open")
        CIRCUIT_OPEN,
        /** It said nothing. */
        @JsonProperty("upstream_empty")
        UPSTREAM_EMPTY
    }

    /**
     * A part of a document that the answer rests on.
     *
     * @param number as {@code [1]} in a model's answer; null in an extractive one
     * @param start in the document's text, in UTF-16 code units
     * @param end one past the last
     * @param text as it stands there
     * @param support 0 to 1: how well the part says what the sentence says that cites it, by late interaction
     * @param score 0 to 1: how well the part answers the question; null where a model worded the answer
     */
    @JsonInclude(Include.NON_NULL)
    public record Citation(
            @Nullable Integer number,
            String documentId,
            @Nullable String title,
            int start,
            int end,
            String text,
            double support,
            @Nullable Double score) {}

    /**
     * @param start in the answer, in UTF-16 code units
     * @param end one past the last
     * @param citations which of the answer's citations it rests on, from 0
     * @param support its best citation's, 0 without one
     * @param supported whether that is enough to rely on
     */
    public record Sentence(int start, int end, List<Integer> citations, double support, boolean supported) {}
}
