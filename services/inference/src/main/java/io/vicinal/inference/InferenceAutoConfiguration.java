package io.vicinal.inference;

import io.micrometer.core.instrument.MeterRegistry;
import io.vicinal.contracts.embedding.EmbeddingApi;
import io.vicinal.contracts.topic.Topics;
import io.vicinal.inference.answer.AnswerConfiguration;
import io.vicinal.inference.ingest.IngestConfiguration;
import io.vicinal.inference.label.InferenceController;
import io.vicinal.inference.learn.DocumentReads;
import io.vicinal.inference.learn.Learned;
import io.vicinal.inference.learn.LearnedTopic;
import io.vicinal.inference.learn.Learners;
import io.vicinal.inference.learn.Neighbourhood;
import io.vicinal.kafka.KafkaSettings;
import io.vicinal.kafka.registry.CollectionRegistry;
import io.vicinal.kafka.table.LogTable;
import io.vicinal.routing.ShardCalls;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The inference service: labels, numbers and answers. */
@AutoConfiguration
@EnableConfigurationProperties(InferenceProperties.class)
@Import({InferenceController.class, AnswerConfiguration.class, IngestConfiguration.class})
public class InferenceAutoConfiguration {

    @Bean
    LogTable<Learned> learnedTable(KafkaSettings settings) {
        return new LogTable<>(settings, LearnedTopic.of(Topics.CLASSIFIERS));
    }

    @Bean
    Neighbourhood neighbourhood(ShardCalls shards) {
        return new Neighbourhood(shards);
    }

    @Bean
    DocumentReads documentReads(ShardCalls shards) {
        return new DocumentReads(shards);
    }

    /** For one training at a time. */
    @Bean(destroyMethod = "dispose")
    Scheduler trainingThread() {
        return Schedulers.newBoundedElastic(1, 1000, "training");
    }

    /** What answers are computed on. */
    @Bean(destroyMethod = "dispose")
    Scheduler inferenceThreads() {
        return Schedulers.newParallel("inference", Runtime.getRuntime().availableProcessors());
    }

    @Bean
    Learners learners(
            ShardCalls shards,
            EmbeddingApi embedding,
            LogTable<Learned> learnedTable,
            CollectionRegistry registry,
            Scheduler trainingThread,
            InferenceProperties properties,
            MeterRegistry metrics) {
        return new Learners(
                shards, embedding, learnedTable, registry, trainingThread, properties.trainingProcessors(), metrics);
    }
}
