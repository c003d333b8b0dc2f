package io.vicinal.service;

import io.vicinal.contracts.json.Json;
import io.vicinal.service.deadline.DeadlineFilter;
import io.vicinal.service.error.ProblemErrorHandler;
import io.vicinal.service.security.ServiceProperties;
import io.vicinal.service.security.ServiceTokenFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.context.annotation.Bean;
import tools.jackson.databind.json.JsonMapper;

/** The contracts' JSON on the wire, problems as errors, the service token, deadlines. */
@AutoConfiguration(before = JacksonAutoConfiguration.class)
@EnableConfigurationProperties(ServiceProperties.class)
public class ServiceAutoConfiguration {

    @Bean
    JsonMapper jsonMapper() {
        return Json.mapper();
    }

    @Bean
    ProblemErrorHandler problemErrorHandler() {
        return new ProblemErrorHandler();
    }

    @Bean
    ServiceTokenFilter serviceTokenFilter(ServiceProperties properties) {
        return new ServiceTokenFilter(properties.token());
    }

    @Bean
    DeadlineFilter deadlineFilter() {
        return new DeadlineFilter();
    }
}
