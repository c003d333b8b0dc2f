package io.vicinal.reranking;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Import;

/** The reranking service. */
@AutoConfiguration
@Import(RerankingController.class)
public class RerankingAutoConfiguration {}
