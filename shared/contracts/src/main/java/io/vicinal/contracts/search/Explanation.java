package io.vicinal.contracts.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every number that led to a hit's score: how its signals were fused, and how each signal came about.
 *
 * @param fusion null only between a shard, which does not know it, and the gateway
 * @param dense null where the mode does not ask for it, as the others
 * @param lateInteraction null also where the passage has no token vectors
 * @param relevance null where it was not judged
 * @param ordering what besides its score decided about the hit's place; null where nothing did
 */
@JsonInclude(Include.NON_NULL)
public record Explanation(
        @Nullable Fused fusion,
        @Nullable Dense dense,
        @Nullable Lexical lexical,
        @Nullable LateInteraction lateInteraction,
        @Nullable Sparse sparse,
        @Nullable Relevance relevance,
        @Nullable Ordering ordering) {

    /** Hits that one search explains at most. */
    public static final int MAX_HITS = 100;

    /** The same with what reranking knows. */
    public Explanation with(@Nullable Fused fused, @Nullable Ordering placed) {
        return new Explanation(fused, dense, lexical, lateInteraction, sparse, relevance, placed);
    }

    /** Of the signals alone. */
    public Explanation(
            @Nullable Fused fusion,
            @Nullable Dense dense,
            @Nullable Lexical lexical,
            @Nullable LateInteraction lateInteraction,
            @Nullable Sparse sparse) {
        this(fusion, dense, lexical, lateInteraction, sparse, null, null);
    }

    /** The same with how likely it is relevant. */
    public Explanation with(@Nullable Relevance judged) {
        return new Explanation(fusion, dense, lexical, lateInteraction, sparse, judged, ordering);
    }

    /**
     * How likely a hit is relevant: {@code anything × place}.
     *
     * @param model version; 0 is the default one
     * @param anything how likely there is anything relevant in the list, by its nearest hit
     * @param place how likely this hit is, where there is something
     * @param features by name, what the model reads
     */
    public record Relevance(
            double probability, int model, double anything, double place, Map<String, Double> features) {}

    /**
     * @param method {@code min_max}, {@code rrf}, {@code z_score}, or {@code single} where one signal is the score as it is
     * @param k the constant of rrf
     * @param signals whose contributions sum to the score
     * @param score the hit's, where it is neither smoothed nor boosted
     * @param smoothing null where the score stands for itself
     * @param boosts null where none were asked for
     * @param crossEncoder null where none was asked for
     */
    @JsonInclude(Include.NON_NULL)
    public record Fused(
            String method,
            @Nullable Integer k,
            List<Share> signals,
            double score,
            @Nullable Smoothing smoothing,
            @Nullable Boosted boosts,
            @Nullable Blended crossEncoder) {

        /** Neither smoothed nor boosted. */
        public Fused(String method, @Nullable Integer k, List<Share> signals, double score) {
            this(method, k, signals, score, null, null, null);
        }

        /** The same with what its neighbours add. */
        public Fused with(@Nullable Smoothing neighbours) {
            return new Fused(method, k, signals, score, neighbours, boosts, crossEncoder);
        }

        /** The same with what its fields add. */
        public Fused with(@Nullable Boosted fields) {
            return new Fused(method, k, signals, score, smoothing, fields, crossEncoder);
        }

        /** The same with what a cross-encoder says. */
        public Fused with(Blended blended) {
            return new Fused(method, k, signals, score, smoothing, boosts, blended);
        }
    }

    /**
     * What a document's fields add to its score.
     *
     * @param scaled the score before, scaled to [0, 1] over all candidates
     * @param fields in the order of the request; their contributions and {@code scaled} sum to the score
     * @param score the hit's
     */
    public record Boosted(double scaled, List<FieldBoost> fields, double score) {}

    /**
     * @param value of the document that counts: a number, a date in milliseconds since 1970, or a term; null where it has none
     * @param boost what the value is worth: 0 to 1, or −1 to 1 where the request says it for each value
     * @param contribution {@code boost × weight}
     */
    @JsonInclude(Include.NON_NULL)
    public record FieldBoost(String field, @Nullable Object value, double boost, double weight, double contribution) {}

    /**
     * What besides its score decided about a hit's place.
     *
     * @param pinned its place among the pinned, from 1; null where it is not
     * @param duplicates documents of the hits that are folded into this one, best first; null where none were looked for
     * @param diversity null where hits are not diversified
     */
    @JsonInclude(Include.NON_NULL)
    public record Ordering(
            @Nullable Integer pinned,
            @Nullable List<String> duplicates,
            @Nullable Diversified diversity) {}

    /**
     * The value that a hit was chosen by: {@code lambda × relevance − (1 − lambda) × similarity}.
     *
     * @param relevance its score scaled to [0, 1] over the hits that are chosen among
     * @param similarity estimated cosine with the most similar hit before it; 0 where none is before it
     * @param mostSimilar the document of that hit; null where there is none
     */
    @JsonInclude(Include.NON_NULL)
    public record Diversified(
            double lambda,
            double relevance,
            double similarity,
            @Nullable String mostSimilar,
            double value) {}

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
     * @param scaled by min and max, by mean and deviation, or {@code 1 / (k + rank)}
     * @param weight of this signal among those that the candidate has, which sum to 1
     * @param mean of all candidates, where the signal is standardised by it
     * @param deviation the standard deviation of all candidates; 0 where all are the same, which adds nothing
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
            double contribution,
            @Nullable Double mean,
            @Nullable Double deviation) {

        /** Not standardised. */
        public Share(
                String signal,
                float raw,
                @Nullable Float min,
                @Nullable Float max,
                @Nullable Integer rank,
                double scaled,
                double weight,
                double contribution) {
            this(signal, raw, min, max, rank, scaled, weight, contribution, null, null);
        }
    }

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
