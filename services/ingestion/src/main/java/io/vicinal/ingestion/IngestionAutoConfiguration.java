package io.vicinal.ingestion;

import io.vicinal.ingestion.files.FileConfiguration;
import io.vicinal.ingestion.submit.SubmitConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Import;

/** The ingestion service. */
@AutoConfiguration
@Import({SubmitConfiguration.class, FileConfiguration.class})
public class IngestionAutoConfiguration {}
