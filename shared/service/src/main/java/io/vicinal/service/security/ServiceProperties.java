package io.vicinal.service.security;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param token The secret that the services show each other on internal endpoints, the same for all of a cluster. Without
 *     one, internal endpoints answer nobody from outside of the process.
 */
@ConfigurationProperties("vicinal.service")
public record ServiceProperties(@Nullable String token) {}
