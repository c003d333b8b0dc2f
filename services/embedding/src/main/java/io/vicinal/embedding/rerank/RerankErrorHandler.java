package io.vicinal.embedding.rerank;

import io.vicinal.embedding.text.RequestFailure;
import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;

/** The errors of reranking for what reaches no controller: a wrong method. */
public final class RerankErrorHandler implements WebExceptionHandler, Ordered {
    /** Before the one that answers with problem details alone. */
    @Override
    public int getOrder() {
        return -20;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
        String path = exchange.getRequest().getPath().pathWithinApplication().value();
        return path.equals("/v1/rerank") && !exchange.getResponse().isCommitted()
                ? RequestFailure.send(RerankError.answer(failure, exchange), exchange)
                : Mono.error(failure);
    }
}
