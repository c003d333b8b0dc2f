package io.vicinal.contracts.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every number that led to a hit's score: how its signals were fused, and how each signal came about.
 *
 * @param fusion null only between a shard, which does not know it, and the gateway
 * @param dense null where the mode does not ask for it, as the others
 * @param lateInteraction null also where the passage has no token vectors
 */
@JsonInclude(Include.NON_NULL)
public record Explanation(
        @Nullable Fused fusion,
        @Nullable Dense dense,
        @Nullable Lexical lexical,
        @Nullable LateInteraction lateInteraction,
        @Nullable Sparse sparse) {

    /** Hits that one search explains at most. */
    public static final int MAX_HITS = 100;

    /** The same with what reranking knows. */
    public Explanation with(@Nullable Fused fused) {
        return new Explanation(fused, dense, lexical, lateInteraction, sparse);
    }

    /**
     * @param method {@code min_max}, {@code rrf}, or {@code single} where one signal is the score as it is
     * @param k the constant of rrf
     * @param signals whose contributions sum to the score
     * @param score the hit's, where it is not smoothed
     * @param smoothing null where the score stands for itself
     * @param crossEncoder null where none was asked for
     */
    @JsonInclude(Include.NON_NULL)
    public record Fused(
            String method,
            @Nullable Integer k,
            List<Share> signals,
            double score,
            @Nullable Smoothing smoothing,
            @Nullable Blended crossEncoder) {

        /** Not smoothed. */
        public Fused(String method, @Nullable Integer k, List<Share> signals, double score) {
            this(method, k, signals, score, null, null);
        }

        /** Without a cross-encoder. */
        public Fused(
                String method, @Nullable Integer k, List<Share> signals, double score, @Nullable Smoothing smoothing) {
            this(method, k, signals, score, smoothing, null);
        }

        /** The same with what its neighbours add. */
        public Fused with(@Nullable Smoothing neighbours) {
            return new Fused(method, k, signals, score, neighbours, crossEncoder);
        }

        /** The same with what a cross-encoder says. */
        public Fused with(Blended blended) {
            return new Fused(method, k, signals, score, smoothing, blended);
        }
    }

    /**
     * How a cross-encoder's score came in: {@code (1 − weight) × scaled + weight × raw}.
     *
     * @param raw of the cross-encoder, 0 to 1; null where it did not read the hit, which then stands behind those that it read
     * @param scaled the score before, by the least and the most of the list
     * @param score the hit's
     */
    @JsonInclude(Include.NON_NULL)
    public record Blended(@Nullable Double raw, double scaled, double weight, double score) {}

    /**
     * What the nearest other candidates add to a fused score: {@code (1 − share) × fused + share × neighbours}.
     *
     * @param neighbours the weighted mean of their fused scores
     * @param nearest first
     * @param score the hit's
     */
    public record Smoothing(double share, double neighbours, List<Neighbour> nearest, double score) {}

    /**
     * @param cosine of the centred dense vectors, estimated from their signs
     * @param weight its share of all neighbours
     * @param score fused
     */
    public record Neighbour(String documentId, double cosine, double weight, double score) {}

    /**
     * What a signal adds to the score: {@code scaled × weight}.
     *
     * @param signal {@code dense}, {@code lexical}, {@code late_interaction}, {@code sparse}
     * @param raw as in the hit's scores
     * @param min the least of all candidates, where the signal is scaled by them
     * @param max the most
     * @param rank among all candidates, where that counts: from 1, equal scores share the best
     * @param scaled by min and max, or {@code 1 / (k + rank)}
     * @param weight of this signal among those that the candidate has, which sum to 1
     */
    @JsonInclude(Include.NON_NULL)
    public record Share(
            String signal,
            float raw,
            @Nullable Float min,
            @Nullable Float max,
            @Nullable Integer rank,
            double scaled,
            double weight,
            double contribution) {}

    /**
     * @param found whether search by vectors (graph or scan) found the passage; false: only its cosine was computed
     * @param vector which of several query vectors is nearest, from 0; null where there is one
     */
    @JsonInclude(Include.NON_NULL)
    public record Dense(
            float cosine, boolean found, @Nullable Integer vector) {}

    /**
     * @param found whether lexical search found the passage; false: only its score was computed
     * @param terms of the query that the passage holds; their contributions sum to the score
     */
    public record Lexical(float score, boolean found, List<Term> terms) {}

    /**
     * BM25 of one word or phrase: {@code boost × idf × tf}.
     *
     * @param term as it is searched for, after the language's analysis; a phrase stands in quotes
     * @param matched the word in the passage, where it is another by fuzziness
     * @param boost how often the query says the word; less for a fuzzy match
     * @param documentFrequency passages that hold the word; null for a phrase, whose idf is the sum of its words'
     * @param frequency in the passage, its title counted as often as it weighs
     * @param lengthNorm {@code 1 − b + b × length / average length}: above 1 for a long passage
     * @param tf {@code frequency / (frequency + k1 × length_norm)}
     */
    @JsonInclude(Include.NON_NULL)
    public record Term(
            String term,
            @Nullable String matched,
            double boost,
            @Nullable Long documentFrequency,
            double idf,
            double frequency,
            double lengthNorm,
            double tf,
            double contribution) {}

    /** @param tokens of the query; their contributions sum to the score */
    public record LateInteraction(float score, List<Token> tokens) {}

    /**
     * @param token its word piece
     * @param weight its share of all tokens' inverse document frequencies
     * @param passageVector the place of the passage's nearest token vector among those that are kept, from 0; with pooling
     *     one stands for several tokens
     * @param contribution {@code weight × cosine}
     */
    public record Token(String token, double weight, int passageVector, double cosine, double contribution) {}

    /**
     * @param score the dot product of the query's weights and the passage's
     * @param found whether search by these weights found the passage; false: only its score was computed
     * @param words that both have, the heaviest contribution first; they sum to the score
     */
    public record Sparse(float score, boolean found, List<Word> words) {}

    /**
     * @param word of the sparse model's vocabulary; the query need not say it, nor the passage
     * @param passageWeight as the index keeps it, to nine significant bits
     * @param contribution {@code queryWeight × passageWeight}
     */
    public record Word(String word, double queryWeight, double passageWeight, double contribution) {}
}
