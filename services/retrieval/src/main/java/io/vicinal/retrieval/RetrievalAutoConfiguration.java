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
import io.vicinal.retrieval.snapshot.S3Properties;
import io.vicinal.retrieval.snapshot.SnapshotProperties;
import io.vicinal.retrieval.snapshot.Snapshots;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** A retrieval node. Nothing here waits for a broker. */
@AutoConfiguration(afterName = "io.vicinal.kafka.KafkaAutoConfiguration")
@EnableConfigurationProperties({RetrievalProperties.class, SnapshotProperties.class, S3Properties.class})
public class RetrievalAutoConfiguration {

    @Bean
    Shards shards() {
        return new Shards();
    }

    @Bean
    Snapshots snapshots(
            SnapshotProperties settings,
            S3Properties s3,
            RetrievalProperties properties,
            Environment environment,
            Shards shards,
            MeterRegistry metrics) {
        return new Snapshots(
                settings, s3, properties.advertisedOr(environment.getProperty("server.port", "8080")), shards, metrics);
    }

    @Bean
    ShardsHealth shardsHealthIndicator(Shards shards, Snapshots snapshots) {
        return new ShardsHealth(shards, snapshots);
    }

    @Bean
    ShardAssignment shardAssignment(
            RetrievalProperties properties,
            Environment environment,
            Shards shards,
            Snapshots snapshots,
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
                new ShardSettings(
                        properties.refreshInterval(),
                        properties.commitInterval(),
                        properties.pointInTimeAge(),
                        properties.freeSpace().toBytes(),
                        properties.cursorAge()),
                new ShardFolders(properties.data()),
                snapshots,
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
            Shards shards, RecallMonitor recall, SearchThreads threads, Snapshots snapshots, MeterRegistry metrics) {
        return new RetrievalController(shards, recall, threads, snapshots, metrics);
    }

    @Bean
    SimdInfo simdInfo(MeterRegistry metrics) {
        return new SimdInfo(metrics);
    }
}
