package io.vicinal.inference;

import org.springframework.boot.autoconfigure.AutoConfiguration;

/** The inference service. */
@AutoConfiguration
public class InferenceAutoConfiguration {}
