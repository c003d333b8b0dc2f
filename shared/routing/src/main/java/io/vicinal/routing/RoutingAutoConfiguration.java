package io.vicinal.routing;

import io.micrometer.core.instrument.MeterRegistry;
import io.vicinal.contracts.search.RetrievalApi;
import io.vicinal.kafka.provision.CollectionTopics;
import io.vicinal.service.client.ServiceClients;
import java.net.URI;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** The way to the shards: a method call where retrieval is in the process, HTTP where it is not. */
@AutoConfiguration
@EnableConfigurationProperties(RoutingProperties.class)
public class RoutingAutoConfiguration {

    /** Retrieval in the same process holds every shard; otherwise Kafka's group description says who holds which. */
    @Bean
    ShardRoutes shardRoutes(
            ObjectProvider<RetrievalApi> local,
            CollectionTopics topics,
            ServiceClients clients,
            RoutingProperties properties) {
        RetrievalApi here = local.getIfAvailable();
        return here != null
                ? new LocalRoutes(here)
                : new GroupRoutes(
                        topics::admin,
                        address -> clients.create(RetrievalApi.class, URI.create("http://" + address)),
                        properties.interval());
    }

    @Bean
    ShardCalls shardCalls(ShardRoutes routes, MeterRegistry metrics) {
        return new ShardCalls(routes, metrics);
    }
}
