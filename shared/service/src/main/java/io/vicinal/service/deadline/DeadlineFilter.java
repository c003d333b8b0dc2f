package io.vicinal.service.deadline;

import java.time.Duration;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Server side: reads the header and gives the work up when it is due. Client side: passes on what remains. */
public final class DeadlineFilter implements WebFilter, ExchangeFilterFunction {

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String header = exchange.getRequest().getHeaders().getFirst(Deadline.HEADER);
        if (header == null || !header.matches("\\d{1,9}")) {
            return chain.filter(exchange);
        }
        Deadline deadline = Deadline.in(Duration.ofMillis(Long.parseLong(header)));
        return chain.filter(exchange).timeout(deadline.remaining()).contextWrite(deadline::into);
    }

    @Override
    public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
        return Mono.deferContextual(context -> Deadline.of(context)
                .map(deadline -> next.exchange(ClientRequest.from(request)
                                .header(
                                        Deadline.HEADER,
                                        Long.toString(deadline.remaining().toMillis()))
                                .build())
                        .timeout(deadline.remaining()))
                .orElseGet(() -> next.exchange(request)));
    }
}
