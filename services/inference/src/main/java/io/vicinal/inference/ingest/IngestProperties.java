package io.vicinal.inference.ingest;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Inference on ingest.
 *
 * @param windowRecords how many document records of a collection may be in work at once
 * @param windowBytes how many bytes of document records of a collection may be in work at once; one record may be larger
 */
@ConfigurationProperties("vicinal.inference.ingest")
public record IngestProperties(
        @DefaultValue("2000") int windowRecords,
        @DefaultValue("32MB") DataSize windowBytes) {}
