package io.vicinal.kafka;

import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the log is.
 *
 * @param bootstrapServers host:port of one or more brokers, separated by commas
 * @param replicationFactor of the topics that are created; -1 is the broker's default
 * @param properties passed through to every Kafka client as they are (security, timeouts), over the platform's own
 */
@ConfigurationProperties("vicinal.kafka")
record KafkaProperties(
        @DefaultValue("127.0.0.1:9092") String bootstrapServers,
        @DefaultValue("-1") short replicationFactor,
        @DefaultValue Map<String, String> properties) {}
