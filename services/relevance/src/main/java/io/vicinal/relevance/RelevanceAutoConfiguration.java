package io.vicinal.relevance;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vicinal.contracts.relevance.RelevanceModels;
import io.vicinal.kafka.KafkaSettings;
import io.vicinal.kafka.LogWriter;
import io.vicinal.kafka.provision.CollectionTopics;
import io.vicinal.kafka.registry.CollectionRegistry;
import io.vicinal.kafka.table.LogTable;
import io.vicinal.relevance.judge.FeedbackEnd;
import io.vicinal.relevance.judge.RelevanceController;
import io.vicinal.relevance.learn.Learning;
import io.vicinal.relevance.learn.LearningMeters;
import io.vicinal.relevance.learn.LearningSettings;
import io.vicinal.relevance.log.QueryLog;
import io.vicinal.relevance.published.PublishedModels;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The relevance service: judges, and learns. */
@AutoConfiguration
@EnableConfigurationProperties(RelevanceProperties.class)
@Import(RelevanceController.class)
public class RelevanceAutoConfiguration {

    @Bean
    PublishedModels publishedModels(LogTable<RelevanceModels> models, MeterRegistry metrics) {
        PublishedModels published = new PublishedModels(models);
        Gauge.builder("vicinal.relevance.models.unreadable", published::passedOver)
                .register(metrics);
        return published;
    }

    @Bean
    FeedbackEnd feedbackEnd(CollectionTopics topics) {
        return new FeedbackEnd(topics);
    }

    @Bean
    QueryLog queryLog(LogWriter log, RelevanceProperties properties, MeterRegistry metrics) {
        return new QueryLog(log, properties.logPerSecond(), properties.logBurst(), metrics);
    }

    @Bean
    @ConditionalOnProperty(name = "vicinal.relevance.learn", matchIfMissing = true)
    Learning learning(
            KafkaSettings kafka,
            RelevanceProperties properties,
            CollectionRegistry registry,
            PublishedModels published,
            MeterRegistry metrics) {
        LearningSettings settings = new LearningSettings(
                properties.learnInterval(),
                properties.queriesHeld().toBytes(),
                properties.examplesHeld().toBytes(),
                properties.examplesPerCollection());
        return new Learning(kafka, settings, registry, published, new LearningMeters(metrics));
    }
}
