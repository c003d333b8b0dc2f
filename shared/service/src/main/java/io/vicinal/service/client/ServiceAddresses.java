package io.vicinal.service.client;

import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the other services are, for those that are not in the process. Retrieval nodes are not listed: they are found in
 * their Kafka consumer group.
 *
 * @param ingestion The ingestion service.
 * @param embedding The embedding service.
 * @param reranking The reranking service.
 * @param relevance The relevance service.
 * @param inference The inference service.
 */
@ConfigurationProperties("vicinal.services")
public record ServiceAddresses(
        @DefaultValue Address ingestion,
        @DefaultValue Address embedding,
        @DefaultValue Address reranking,
        @DefaultValue Address relevance,
        @DefaultValue Address inference) {

    /** @param url Scheme, host and port, for example http://embedding:8080. */
    public record Address(
            @DefaultValue("http://127.0.0.1:8080") URI url) {}
}
