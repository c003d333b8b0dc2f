package io.vicinal.gateway;

import io.micrometer.core.instrument.MeterRegistry;
import io.vicinal.contracts.document.IngestionApi;
import io.vicinal.contracts.embedding.EmbeddingApi;
import io.vicinal.contracts.search.RetrievalApi;
import io.vicinal.gateway.collection.CollectionController;
import io.vicinal.gateway.collection.CollectionSnapshots;
import io.vicinal.gateway.collection.Collections;
import io.vicinal.gateway.collection.ShardStates;
import io.vicinal.gateway.collection.SnapshotController;
import io.vicinal.gateway.document.DocumentController;
import io.vicinal.gateway.document.Documents;
import io.vicinal.gateway.document.FileController;
import io.vicinal.gateway.document.SearchableWait;
import io.vicinal.gateway.routing.GroupRoutes;
import io.vicinal.gateway.routing.LocalRoutes;
import io.vicinal.gateway.routing.ShardCalls;
import io.vicinal.gateway.routing.ShardRoutes;
import io.vicinal.gateway.search.SearchConfiguration;
import io.vicinal.kafka.provision.CollectionTopics;
import io.vicinal.kafka.registry.CollectionRegistry;
import io.vicinal.service.client.ServiceClients;
import java.net.URI;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The public API, and what it needs to reach the services: a method call where one is in the process, HTTP where not. */
@AutoConfiguration
@EnableConfigurationProperties(GatewayProperties.class)
@Import(SearchConfiguration.class)
public class GatewayAutoConfiguration {

    /** Retrieval in the same process holds every shard; otherwise Kafka's group description says who holds which. */
    @Bean
    ShardRoutes shardRoutes(
            ObjectProvider<RetrievalApi> local,
            CollectionTopics topics,
            ServiceClients clients,
            GatewayProperties properties) {
        RetrievalApi here = local.getIfAvailable();
        return here != null
                ? new LocalRoutes(here)
                : new GroupRoutes(
                        topics::admin,
                        address -> clients.create(RetrievalApi.class, URI.create("http://" + address)),
                        properties.routingInterval());
    }

    @Bean
    ShardCalls shardCalls(ShardRoutes routes, MeterRegistry metrics) {
        return new ShardCalls(routes, metrics);
    }

    @Bean
    Collections collections(
            CollectionRegistry registry,
            CollectionTopics topics,
            EmbeddingApi embedding,
            GatewayProperties properties) {
        return new Collections(registry, topics, embedding, properties.defaultShards());
    }

    @Bean
    CollectionController collectionController(
            Collections collections, ShardCalls shards, GatewayProperties properties) {
        return new CollectionController(collections, new ShardStates(shards, properties.stateTimeout()));
    }

    @Bean
    SnapshotController snapshotController(Collections collections, ShardCalls shards) {
        return new SnapshotController(collections, new CollectionSnapshots(shards));
    }

    @Bean
    DocumentController documentController(
            Collections collections,
            IngestionApi ingestion,
            ShardCalls shards,
            ShardRoutes routes,
            GatewayProperties properties) {
        return new DocumentController(
                collections, new Documents(ingestion, shards, new SearchableWait(routes), properties.readTimeout()));
    }

    @Bean
    FileController fileController(Collections collections, IngestionApi ingestion, ShardRoutes routes) {
        return new FileController(collections, ingestion, new SearchableWait(routes));
    }
}
