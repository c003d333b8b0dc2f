package io.vicinal.gateway.answer;

import io.vicinal.contracts.inference.AnswerApi;
import io.vicinal.gateway.collection.Collections;
import io.vicinal.gateway.search.Searches;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The answer endpoint and its pipeline. */
@Configuration(value = "gatewayAnswers", proxyBeanMethods = false)
public class AnswerConfiguration {

    @Bean("answerEndpoint")
    AnswerController answerController(Collections collections, Searches searches, AnswerApi answers) {
        return new AnswerController(collections, new AnswerPipeline(searches, answers));
    }
}
