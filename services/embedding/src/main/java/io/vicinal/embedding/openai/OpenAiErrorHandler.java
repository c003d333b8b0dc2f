package io.vicinal.embedding.openai;

import io.vicinal.embedding.text.RequestFailure;
import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;

/** OpenAI's errors for what reaches no controller: a wrong method, an address below theirs. */
public final class OpenAiErrorHandler implements WebExceptionHandler, Ordered {
    /** Before the one that answers with problem details. */
    @Override
    public int getOrder() {
        return -20;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
        String path = exchange.getRequest().getPath().pathWithinApplication().value();
        boolean ours = path.startsWith("/v1/embeddings") || path.startsWith("/v1/models");
        return ours && !exchange.getResponse().isCommitted()
                ? RequestFailure.send(OpenAiError.answer(failure, exchange), exchange)
                : Mono.error(failure);
    }
}
