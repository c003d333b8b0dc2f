package io.vicinal.inference.answer;

import io.micrometer.core.instrument.MeterRegistry;
import io.vicinal.contracts.embedding.EmbeddingApi;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Grounded answers. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AnswerProperties.class)
public class AnswerConfiguration {

    @Bean
    AnswerController answerController(AnswerProperties properties, EmbeddingApi embedding, MeterRegistry registry) {
        AnswerMetrics metrics = new AnswerMetrics(registry);
        Scoring scoring = new Scoring(embedding);
        SentenceSupport support = new SentenceSupport(scoring);
        LanguageModel model = properties.baseUrl() == null ? null : new LanguageModel(properties, metrics);
        return new AnswerController(new Answering(
                new Extractive(scoring, support),
                new ModelAnswer(support, metrics),
                model,
                properties.promptTokens(),
                metrics));
    }
}
