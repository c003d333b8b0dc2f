package io.vicinal.gateway.search;

import io.micrometer.core.instrument.MeterRegistry;
import io.vicinal.contracts.embedding.EmbeddingApi;
import io.vicinal.contracts.relevance.RelevanceApi;
import io.vicinal.contracts.relevance.RelevanceModels;
import io.vicinal.contracts.reranking.RerankingApi;
import io.vicinal.gateway.GatewayProperties;
import io.vicinal.gateway.collection.Collections;
import io.vicinal.kafka.table.LogTable;
import io.vicinal.routing.ShardCalls;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The search endpoint and its pipeline. */
@Configuration(proxyBeanMethods = false)
public class SearchConfiguration {

    @Bean
    SearchPipeline searchPipeline(
            EmbeddingApi embedding,
            ShardCalls shards,
            RerankingApi reranking,
            RelevanceApi relevance,
            GatewayProperties properties,
            MeterRegistry registry) {
        return new SearchPipeline(
                embedding, shards, reranking, relevance, properties.sentenceTimeout(), new SearchMetrics(registry));
    }

    @Bean
    Searches searches(LogTable<RelevanceModels> models, SearchPipeline pipeline) {
        return new Searches(models, pipeline);
    }

    @Bean
    SearchController searchController(Collections collections, Searches searches) {
        return new SearchController(collections, searches);
    }
}
