package io.vicinal.gateway.embedding;

import io.vicinal.service.client.ServiceAddresses;
import io.vicinal.service.client.ServiceClientsAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Where embedding is in the process, its own controllers answer; elsewhere it is reached through its client's address. */
@AutoConfiguration(after = ServiceClientsAutoConfiguration.class)
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
public class EmbeddingForwardAutoConfiguration {

    @Bean
    @ConditionalOnBean(name = "embeddingClient")
    RouterFunction<ServerResponse> embeddingForward(ServiceAddresses addresses) {
        return new EmbeddingForward(addresses.embedding().url()).routes();
    }
}
