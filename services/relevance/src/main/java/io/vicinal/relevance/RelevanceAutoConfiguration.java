package io.vicinal.relevance;

import io.vicinal.relevance.judge.RelevanceController;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Import;

/** The relevance service. */
@AutoConfiguration
@Import(RelevanceController.class)
public class RelevanceAutoConfiguration {}
