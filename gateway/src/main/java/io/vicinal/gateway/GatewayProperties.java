package io.vicinal.gateway;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The gateway's settings.
 *
 * @param defaultShards shards of a new collection whose schema does not say
 * @param stateTimeout how long the description of a collection waits for a shard
 * @param readTimeout how long reading one document waits for its shard
 * @param sentenceTimeout how long a search with highlights looks for the best sentences by meaning, within its deadline
 * @param inferenceTimeout how long labels and numbers of the texts of one request may take
 * @param versionRetention how long a version that has served is kept, and kept up to date, after another one took its place
 * @param promotionLag records by which a version may be behind the documents when it begins to serve
 */
@ConfigurationProperties("vicinal.gateway")
public record GatewayProperties(
        @DefaultValue("1") int defaultShards,
        @DefaultValue("2s") Duration stateTimeout,
        @DefaultValue("10s") Duration readTimeout,
        @DefaultValue("2s") Duration sentenceTimeout,
        @DefaultValue("60s") Duration inferenceTimeout,
        @DefaultValue("24h") Duration versionRetention,
        @DefaultValue("100") long promotionLag) {}
