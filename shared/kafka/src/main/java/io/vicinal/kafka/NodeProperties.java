package io.vicinal.kafka;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Which process this is.
 *
 * @param nodeId names this process among its like and stays the same over restarts; the host's name where not set
 */
@ConfigurationProperties("vicinal")
record NodeProperties(@Nullable String nodeId) {

    String nodeIdOrHost() {
        if (nodeId != null && !nodeId.isBlank()) {
            return nodeId.strip();
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) {
            return "localhost";
        }
    }
}
