package io.vicinal.inference.ingest;

import io.micrometer.core.instrument.MeterRegistry;
import io.vicinal.inference.label.DocumentLabelling;
import io.vicinal.inference.learn.Learners;
import io.vicinal.inference.learn.Neighbourhood;
import io.vicinal.kafka.KafkaSettings;
import io.vicinal.kafka.registry.CollectionRegistry;
import io.vicinal.kafka.stage.StageSettings;
import io.vicinal.routing.ShardCalls;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Scheduler;

/** Inference on ingest. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IngestProperties.class)
public class IngestConfiguration {
    /** Of a record that fails for no reason that is known. */
    private static final int ATTEMPTS = 3;

    @Bean
    IngestStages ingestStages(
            IngestProperties properties,
            KafkaSettings kafka,
            CollectionRegistry registry,
            ShardCalls shards,
            Learners learners,
            Neighbourhood neighbourhood,
            Scheduler inferenceThreads,
            MeterRegistry metrics) {
        DocumentClassifying classifying = new DocumentClassifying(
                registry,
                new DocumentVectors(shards),
                new DocumentLabelling(learners, neighbourhood, inferenceThreads),
                inferenceThreads,
                new IngestMetrics(metrics));
        StageSettings settings = new StageSettings(
                "on-ingest",
                properties.windowRecords(),
                properties.windowBytes().toBytes(),
                ATTEMPTS);
        return new IngestStages(settings, kafka, registry, classifying, metrics);
    }

    @Bean
    IngestHealth onIngestHealthIndicator(IngestStages stages) {
        return new IngestHealth(stages);
    }
}
