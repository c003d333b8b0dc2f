package io.vicinal.kafka;

import io.vicinal.contracts.relevance.RelevanceModels;
import io.vicinal.contracts.topic.Topics;
import io.vicinal.kafka.codec.EventHeaders;
import io.vicinal.kafka.provision.CollectionTopics;
import io.vicinal.kafka.provision.FixedTopics;
import io.vicinal.kafka.registry.CollectionRegistry;
import io.vicinal.kafka.table.LogTable;
import io.vicinal.kafka.table.TableTopic;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/** The log, for every service. Nothing here waits for a broker. */
@AutoConfiguration
@EnableConfigurationProperties({KafkaProperties.class, NodeProperties.class})
public class KafkaAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    KafkaSettings kafkaSettings(KafkaProperties kafka, NodeProperties node) {
        return new KafkaSettings(
                kafka.bootstrapServers(), node.nodeIdOrHost(), kafka.replicationFactor(), kafka.properties());
    }

    @Bean
    LogWriter logWriter(KafkaSettings settings) {
        return new LogWriter(settings);
    }

    @Bean
    CollectionTopics collectionTopics(KafkaSettings settings) {
        return new CollectionTopics(settings);
    }

    @Bean
    FixedTopics fixedTopics(CollectionTopics topics) {
        return new FixedTopics(topics);
    }

    @Bean
    CollectionRegistry collectionRegistry(KafkaSettings settings) {
        return new CollectionRegistry(settings);
    }

    /** Read where it is needed: by who judges and learns, and who searches. */
    @Bean
    @Lazy
    LogTable<RelevanceModels> relevanceModels(KafkaSettings settings) {
        return new LogTable<>(
                settings,
                new TableTopic<>(
                        Topics.RELEVANCE_MODELS,
                        RelevanceModels.class,
                        EventHeaders.RELEVANCE_MODELS,
                        "/vicinal/relevance/",
                        (collection, models) -> models.isWholeOf(collection)));
    }
}
