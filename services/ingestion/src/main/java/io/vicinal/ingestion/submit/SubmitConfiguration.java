package io.vicinal.ingestion.submit;

import io.micrometer.core.instrument.MeterRegistry;
import io.vicinal.kafka.LogWriter;
import io.vicinal.kafka.registry.CollectionRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What takes documents in. */
@Configuration(proxyBeanMethods = false)
@Import(SubmitController.class)
public class SubmitConfiguration {

    @Bean
    Submissions submissions(LogWriter log, MeterRegistry meters) {
        return new Submissions(log, meters);
    }

    @Bean
    Deletions deletions(LogWriter log) {
        return new Deletions(log);
    }

    @Bean
    KnownCollections knownCollections(CollectionRegistry registry) {
        return new KnownCollections(registry);
    }
}
