package io.vicinal.inference;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The inference service's settings.
 *
 * @param trainingProcessors how many processors choosing and training a classifier may use, one classifier after the other
 */
@ConfigurationProperties("vicinal.inference")
public record InferenceProperties(@DefaultValue("2") int trainingProcessors) {}
