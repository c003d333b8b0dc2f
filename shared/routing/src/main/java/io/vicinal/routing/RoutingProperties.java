package io.vicinal.routing;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How shards are found.
 *
 * @param interval how often the routing table is read from Kafka, where the retrieval nodes run apart
 */
@ConfigurationProperties("vicinal.routing")
public record RoutingProperties(@DefaultValue("1s") Duration interval) {}
