package io.vicinal.embedding.rerank;

import io.vicinal.embedding.text.TokenizerThreads;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Reranking in the shape of Cohere and Jina, errors included. */
@RestController
public class RerankController {
    private final Reranking reranking;
    private final TokenizerThreads threads;

    public RerankController(Reranking reranking, TokenizerThreads threads) {
        this.reranking = reranking;
        this.threads = threads;
    }

    @PostMapping("/v1/rerank")
    Mono<RerankResponse> rerank(ServerHttpRequest request) {
        return threads.read(request, RerankRequest.class).flatMap(body -> {
            RankQuestion question = body.question();
            int most = body.most();
            boolean documents = Boolean.TRUE.equals(body.returnDocuments());
            return reranking
                    .rank(body.model(), question)
                    .map(ranking -> RerankResponse.of(ranking, question, most, documents));
        });
    }

    @ExceptionHandler
    ResponseEntity<RerankError> failed(Throwable failure, ServerWebExchange exchange) {
        return RerankError.answer(failure, exchange);
    }
}
