package io.vicinal.embedding.tei;

import io.vicinal.embedding.text.RequestFailure;
import java.util.Set;
import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;

/** TEI's errors for what reaches no controller, a wrong method above all. */
public final class TeiErrorHandler implements WebExceptionHandler, Ordered {
    private static final Set<String> PATHS = Set.of(
            "/embed",
            "/embed_all",
            "/embed_sparse",
            "/rerank",
            "/similarity",
            "/tokenize",
            "/decode",
            "/info",
            "/health");

    /** Before the one that answers with problem details. */
    @Override
    public int getOrder() {
        return -20;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
        String path = exchange.getRequest().getPath().pathWithinApplication().value();
        boolean ours = PATHS.contains(path);
        return ours && !exchange.getResponse().isCommitted()
                ? RequestFailure.send(TeiError.answer(failure, exchange), exchange)
                : Mono.error(failure);
    }
}
