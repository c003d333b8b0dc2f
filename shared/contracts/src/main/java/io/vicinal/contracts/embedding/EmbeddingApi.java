package io.vicinal.contracts.embedding;

import java.util.List;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;
import reactor.core.publisher.Mono;

/** Text to vectors, for queries; documents reach the encoder through the log. */
@HttpExchange("/internal/embedding")
public interface EmbeddingApi {

    /**
     * @param model a name that {@link #models} lists; another is a {@code ProblemException} 404
     * @param tokenVectors whether the query's tokens are wanted too, for late interaction
     */
    record QueryText(String model, String text, boolean tokenVectors) {}

    /** Encodes one query ahead of bulk work, with the model's query prefix. */
    @PostExchange("/query")
    Mono<QueryEmbedding> embedQuery(@RequestBody QueryText query);

    /** The models that are loaded. */
    @GetExchange("/models")
    Mono<List<ModelDescription>> models();

    /**
     * What the model's vectors have in common. Computed when it is first asked for, which takes a second.
     *
     * @param model a name that {@link #models} lists; another is a {@code ProblemException} 404
     */
    @GetExchange("/means")
    Mono<ModelMeans> means(@RequestParam("model") String model);
}
