package io.vicinal.gateway;

import io.vicinal.contracts.document.IngestionApi;
import io.vicinal.contracts.embedding.EmbeddingApi;
import io.vicinal.contracts.inference.InferenceApi;
import io.vicinal.contracts.relevance.RelevanceApi;
import io.vicinal.gateway.answer.AnswerConfiguration;
import io.vicinal.gateway.collection.CollectionController;
import io.vicinal.gateway.collection.CollectionSnapshots;
import io.vicinal.gateway.collection.Collections;
import io.vicinal.gateway.collection.Promotion;
import io.vicinal.gateway.collection.ShardStates;
import io.vicinal.gateway.collection.SnapshotController;
import io.vicinal.gateway.collection.VersionController;
import io.vicinal.gateway.collection.VersionDescriptions;
import io.vicinal.gateway.collection.VersionKeeper;
import io.vicinal.gateway.collection.VersionLag;
import io.vicinal.gateway.collection.Versions;
import io.vicinal.gateway.document.DeletionController;
import io.vicinal.gateway.document.DocumentController;
import io.vicinal.gateway.document.Documents;
import io.vicinal.gateway.document.FileController;
import io.vicinal.gateway.document.SearchableWait;
import io.vicinal.gateway.inference.InferenceCall;
import io.vicinal.gateway.inference.InferenceController;
import io.vicinal.gateway.relevance.FeedbackController;
import io.vicinal.gateway.relevance.RelevanceModelController;
import io.vicinal.gateway.search.SearchConfiguration;
import io.vicinal.kafka.LogWriter;
import io.vicinal.kafka.provision.CollectionTopics;
import io.vicinal.kafka.registry.CollectionRegistry;
import io.vicinal.routing.ShardCalls;
import io.vicinal.routing.ShardRoutes;
import java.time.Clock;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The public API, and what it needs to reach the services: a method call where one is in the process, HTTP where not. */
@AutoConfiguration
@EnableConfigurationProperties(GatewayProperties.class)
@Import({SearchConfiguration.class, AnswerConfiguration.class})
public class GatewayAutoConfiguration {

    @Bean
    Collections collections(
            CollectionRegistry registry,
            CollectionTopics topics,
            EmbeddingApi embedding,
            GatewayProperties properties) {
        return new Collections(registry, topics, embedding, properties.defaultShards());
    }

    @Bean
    ShardStates shardStates(ShardCalls shards, GatewayProperties properties) {
        return new ShardStates(shards, properties.stateTimeout());
    }

    @Bean
    SnapshotController snapshotController(Collections collections, ShardCalls shards) {
        return new SnapshotController(collections, new CollectionSnapshots(shards));
    }

    @Bean
    CollectionController collectionController(Collections collections, ShardStates states) {
        return new CollectionController(collections, states);
    }

    @Bean
    VersionLag versionLag(CollectionTopics topics, ShardStates states) {
        return new VersionLag(topics, states);
    }

    @Bean
    VersionDescriptions versionDescriptions(VersionLag lag) {
        return new VersionDescriptions(lag);
    }

    @Bean
    VersionController versionController(
            Collections collections,
            CollectionRegistry registry,
            CollectionTopics topics,
            EmbeddingApi embedding,
            VersionLag lag,
            VersionDescriptions descriptions,
            GatewayProperties properties) {
        Versions versions = new Versions(
                collections,
                registry,
                topics,
                embedding,
                new Promotion(lag, properties.promotionLag()),
                properties.versionRetention());
        return new VersionController(collections, versions, descriptions);
    }

    @Bean
    VersionKeeper versionKeeper(
            CollectionRegistry registry, CollectionTopics topics, VersionDescriptions descriptions) {
        return new VersionKeeper(registry, topics, descriptions, Clock.systemUTC());
    }

    @Bean
    SearchableWait searchableWait(ShardRoutes routes, Collections collections) {
        return new SearchableWait(routes, collections);
    }

    @Bean
    Documents documents(
            IngestionApi ingestion, ShardCalls shards, SearchableWait searchable, GatewayProperties properties) {
        return new Documents(ingestion, shards, searchable, properties.readTimeout());
    }

    @Bean
    DocumentController documentController(Collections collections, Documents documents) {
        return new DocumentController(collections, documents);
    }

    @Bean
    DeletionController deletionController(Collections collections, Documents documents) {
        return new DeletionController(collections, documents);
    }

    @Bean
    FileController fileController(Collections collections, IngestionApi ingestion, SearchableWait searchable) {
        return new FileController(collections, ingestion, searchable);
    }

    @Bean
    FeedbackController feedbackController(Collections collections, LogWriter log) {
        return new FeedbackController(collections, log);
    }

    @Bean
    RelevanceModelController relevanceModelController(Collections collections, RelevanceApi relevance) {
        return new RelevanceModelController(collections, relevance);
    }

    @Bean
    InferenceController inferenceController(
            Collections collections, InferenceApi inference, GatewayProperties properties) {
        return new InferenceController(collections, inference, new InferenceCall(properties.inferenceTimeout()));
    }
}
