package io.vicinal.contracts.embedding;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.vicinal.contracts.json.PackedVector;
import io.vicinal.contracts.text.TextSpan;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;

/** Text to vectors, for queries; documents reach the encoder through the log. */
@HttpExchange("/internal/embedding")
public interface EmbeddingApi {

    /**
     * @param model a name that {@link #models} lists; another is a {@code ProblemException} 404
     * @param tokenVectors whether the query's tokens are wanted too, for late interaction
     */
    record QueryText(String model, String text, @Nullable Boolean tokenVectors) {}

    /** Encodes one query ahead of bulk work, with the model's query prefix. */
    @PostExchange("/query")
    Mono<QueryEmbedding> embedQuery(@RequestBody QueryText query);

    /**
     * @param model a dense one that is loaded
     * @param texts 1 to {@link #MAX_TEXTS}, none blank
     * @param tokenVectors whether the vectors of their tokens are wanted too, for late interaction; null for no
     */
    @JsonInclude(Include.NON_NULL)
    record TextsQuery(
            String model, List<String> texts, @Nullable Boolean tokenVectors) {
        public TextsQuery(String model, List<String> texts) {
            this(model, texts, null);
        }
    }

    /** The most texts of one {@link TextsQuery}. */
    int MAX_TEXTS = 1000;

    /** Encodes texts as documents are, in turn with other bulk work; a single one ahead of it. */
    @PostExchange("/texts")
    Mono<TextVectors> embedTexts(@RequestBody TextsQuery query);

    /** @param model a sparse one */
    record SparseText(String model, String text) {}

    /**
     * Weighs one query ahead of bulk work, with the model's query prefix. A {@code ProblemException} 404 where there is no
     * such model, and 400 where it is not sparse.
     */
    @PostExchange("/sparse")
    Mono<SparseEmbedding> embedSparse(@RequestBody SparseText query);

    /**
     * @param vector {@code float[dimensions]} of the model, L2-normalised
     * @param text of a passage
     */
    record SentenceQuery(
            String model,

            @JsonSerialize(using = PackedVector.Writer.class) @JsonDeserialize(using = PackedVector.Reader.class)
            float[] vector,

            String text) {}

    /**
     * The sentence of a passage that is nearest to a vector, as part of its text. Encodes the sentences ahead of bulk work,
     * in turn with queries.
     *
     * @return empty where the text has no sentence
     */
    @PostExchange("/sentence")
    Mono<TextSpan> bestSentence(@RequestBody SentenceQuery query);

    /** The models that are loaded and embed whole collections: those that are dense. */
    @GetExchange("/models")
    Mono<List<ModelDescription>> models();

    /** The kind of every model that is loaded, by name: {@code dense}, {@code sparse} and others. */
    @GetExchange("/kinds")
    Mono<Map<String, String>> kinds();

    /**
     * What the model's vectors have in common. Computed when it is first asked for, which takes a second.
     *
     * @param model a name that {@link #models} lists; another is a {@code ProblemException} 404
     */
    @GetExchange("/means")
    Mono<ModelMeans> means(@RequestParam("model") String model);

    /**
     * @param model a cross-encoder with one label
     * @param texts in the order in which they are to be scored, {@link #MAX_PAIRS} at most
     * @param timeMs after which those without a score stay without; null waits for all
     */
    @JsonInclude(Include.NON_NULL)
    record PairsQuery(
            String model,
            String query,
            List<String> texts,
            @Nullable Integer timeMs) {}

    /** The most texts of one {@link PairsQuery}. */
    int MAX_PAIRS = 1000;

    /**
     * Has a cross-encoder read a query with each of some texts, in turn with bulk work. A {@code ProblemException} 404 where there
     * is no such model, 400 where it is of another kind or answers with several labels, 413 where the query leaves no room for a text.
     */
    @PostExchange("/pairs")
    Mono<PairScores> scorePairs(@RequestBody PairsQuery query);

    /**
     * @param model a dense one; null for the default
     * @param texts in no collection, {@link #MAX_PAIRS} at most
     */
    @JsonInclude(Include.NON_NULL)
    record ScoresQuery(@Nullable String model, String query, List<String> texts) {}

    /**
     * Compares a query with each of some texts by late interaction and the cosine of their vectors, in turn with bulk work. A
     * {@code ProblemException} 404 where there is no such model.
     */
    @PostExchange("/scores")
    Mono<TextScores> scoreTexts(@RequestBody ScoresQuery query);
}
