package io.vicinal.retrieval;

import io.micrometer.core.instrument.MeterRegistry;
import io.vicinal.kafka.KafkaSettings;
import io.vicinal.kafka.LogWriter;
import io.vicinal.kafka.provision.CollectionTopics;
import io.vicinal.kafka.registry.CollectionRegistry;
import io.vicinal.retrieval.assignment.AssignmentSettings;
import io.vicinal.retrieval.assignment.ShardAssignment;
import io.vicinal.retrieval.query.RetrievalController;
import io.vicinal.retrieval.query.SearchThreads;
import io.vicinal.retrieval.recall.RecallMonitor;
import io.vicinal.retrieval.shard.ShardFolders;
import io.vicinal.retrieval.shard.ShardSettings;
import io.vicinal.retrieval.shard.Shards;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** A retrieval node. Nothing here waits for a broker. */
@AutoConfiguration(afterName = "io.vicinal.kafka.KafkaAutoConfiguration")
@EnableConfigurationProperties(RetrievalProperties.class)
public class RetrievalAutoConfiguration {

    @Bean
    Shards shards() {
        return new Shards();
    }

    @Bean
    ShardAssignment shardAssignment(
            RetrievalProperties properties,
            Environment environment,
            Shards shards,
            KafkaSettings kafka,
            CollectionRegistry registry,
            CollectionTopics topics,
            LogWriter deadLetters,
            MeterRegistry metrics) {
        return new ShardAssignment(
                new AssignmentSettings(
                        properties.replicaSet(),
                        properties.advertisedOr(environment.getProperty("server.port", "8080")),
                        properties.grace()),
                new ShardSettings(properties.refreshInterval(), properties.commitInterval(), properties.snapshotAge()),
                new ShardFolders(properties.data()),
                shards,
                kafka,
                registry,
                topics,
                deadLetters,
                metrics);
    }

    @Bean
    SearchThreads searchThreads(RetrievalProperties properties, MeterRegistry metrics) {
        return new SearchThreads(properties.searchThreadsOrCores(), properties.searchQueue(), metrics);
    }

    @Bean
    RecallMonitor recallMonitor(
            RetrievalProperties properties, Shards shards, SearchThreads threads, MeterRegistry metrics) {
        return new RecallMonitor(shards, threads::isIdle, properties.recallShare(), metrics);
    }

    @Bean
    RetrievalController retrievalController(
            Shards shards, RecallMonitor recall, SearchThreads threads, MeterRegistry metrics) {
        return new RetrievalController(shards, recall, threads, metrics);
    }

    @Bean
    SimdInfo simdInfo(MeterRegistry metrics) {
        return new SimdInfo(metrics);
    }
}
