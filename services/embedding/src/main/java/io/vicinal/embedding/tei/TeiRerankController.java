package io.vicinal.embedding.tei;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.vicinal.embedding.rerank.RankQuestion;
import io.vicinal.embedding.rerank.Reranking;
import io.vicinal.embedding.text.TokenizerThreads;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** TEI's reranking, by the default model too where that is dense, and by another where one is named, which TEI does not know. */
@RestController
public class TeiRerankController {
    private final Reranking reranking;
    private final TokenizerThreads threads;

    public TeiRerankController(Reranking reranking, TokenizerThreads threads) {
        this.reranking = reranking;
        this.threads = threads;
    }

    /**
     * TEI's {@code Rank}.
     *
     * @param text null where it was not asked for
     */
    @JsonInclude(Include.NON_NULL)
    record Rank(int index, double score, @Nullable String text) {}

    @PostMapping("/rerank")
    Mono<List<Rank>> rerank(ServerHttpRequest request) {
        return threads.read(request, TeiRequests.Rerank.class).flatMap(body -> {
            RankQuestion question =
                    RankQuestion.of(body.query(), body.texts(), "texts", body.truncation(), Integer.MAX_VALUE);
            boolean raw = Boolean.TRUE.equals(body.rawScores());
            boolean texts = Boolean.TRUE.equals(body.returnText());
            return reranking
                    .rank(body.model(), question)
                    .map(ranking -> ranking.ranked().stream()
                            .map(ranked -> new Rank(
                                    ranked.index(),
                                    raw ? ranked.raw() : ranked.score(),
                                    texts ? question.texts().get(ranked.index()) : null))
                            .toList());
        });
    }

    @ExceptionHandler
    ResponseEntity<TeiError> failed(Throwable failure, ServerWebExchange exchange) {
        return TeiError.answer(failure, exchange);
    }
}
