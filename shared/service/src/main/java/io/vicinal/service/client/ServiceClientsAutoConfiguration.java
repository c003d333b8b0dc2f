package io.vicinal.service.client;

import io.vicinal.contracts.document.IngestionApi;
import io.vicinal.contracts.embedding.EmbeddingApi;
import io.vicinal.contracts.inference.AnswerApi;
import io.vicinal.contracts.inference.InferenceApi;
import io.vicinal.contracts.relevance.RelevanceApi;
import io.vicinal.contracts.reranking.RerankingApi;
import io.vicinal.service.ServiceAutoConfiguration;
import io.vicinal.service.security.ServiceProperties;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;

/** An HTTP client of each service that has no implementation in the process; made only when something asks for it. */
@AutoConfiguration(after = ServiceAutoConfiguration.class)
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@EnableConfigurationProperties(ServiceAddresses.class)
public class ServiceClientsAutoConfiguration {

    @Bean
    ServiceClients serviceClients(ServiceProperties properties) {
        return new ServiceClients(properties.token());
    }

    @Bean
    @Lazy
    @ConditionalOnMissingBean
    IngestionApi ingestionClient(ServiceClients clients, ServiceAddresses addresses) {
        return clients.create(IngestionApi.class, addresses.ingestion().url());
    }

    @Bean
    @Lazy
    @ConditionalOnMissingBean
    EmbeddingApi embeddingClient(ServiceClients clients, ServiceAddresses addresses) {
        return clients.create(EmbeddingApi.class, addresses.embedding().url());
    }

    @Bean
    @Lazy
    @ConditionalOnMissingBean
    RerankingApi rerankingClient(ServiceClients clients, ServiceAddresses addresses) {
        return clients.create(RerankingApi.class, addresses.reranking().url());
    }

    @Bean
    @Lazy
    @ConditionalOnMissingBean
    RelevanceApi relevanceClient(ServiceClients clients, ServiceAddresses addresses) {
        return clients.create(RelevanceApi.class, addresses.relevance().url());
    }

    @Bean
    @Lazy
    @ConditionalOnMissingBean
    InferenceApi inferenceClient(ServiceClients clients, ServiceAddresses addresses) {
        return clients.create(InferenceApi.class, addresses.inference().url());
    }

    @Bean
    @Lazy
    @ConditionalOnMissingBean
    AnswerApi answerClient(ServiceClients clients, ServiceAddresses addresses) {
        return clients.create(AnswerApi.class, addresses.inference().url());
    }
}
