package io.vicinal.inference;

import io.vicinal.inference.answer.AnswerConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Import;

/** The inference service. */
@AutoConfiguration
@Import(AnswerConfiguration.class)
public class InferenceAutoConfiguration {}
