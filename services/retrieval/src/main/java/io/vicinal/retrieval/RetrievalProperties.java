package io.vicinal.retrieval;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * A retrieval node.
 *
 * @param data folder of the indexes; what is lost there is restored from snapshots, or built again from the log
 * @param replicaSet the nodes of one set share the shards; every set has them all
 * @param advertised host:port where gateways reach this node; the host's name and the server's port where not set
 * @param refreshInterval how long new documents may wait to be searchable where nobody awaits them
 * @param commitInterval how often changes are committed to disk; what came later is replayed after a crash
 * @param pointInTimeAge how long the index that answered a search is kept for its passages to be fetched
 * @param cursorAge how long the index that answered a search is kept for a cursor to go on with: its last 100 states, each from when
 *     it was replaced or read last
 * @param freeSpace of the disk that is left alone: with less free, shards answer and are not written, until there is room
 * @param grace how long a shard that went to another node is kept open here
 * @param searchThreads threads that search; 0 is one for each core
 * @param searchQueue queries that may wait for a thread; more are refused
 * @param recallShare of one core that measuring recall takes at most, in idle time; 0 measures nothing
 */
@ConfigurationProperties("vicinal.retrieval")
record RetrievalProperties(
        @DefaultValue("./data/retrieval") Path data,
        @DefaultValue("a") String replicaSet,
        @Nullable String advertised,
        @DefaultValue("1s") Duration refreshInterval,
        @DefaultValue("10s") Duration commitInterval,
        @DefaultValue("30s") Duration pointInTimeAge,
        @DefaultValue("5m") Duration cursorAge,
        @DefaultValue("128MB") DataSize freeSpace,
        @DefaultValue("30s") Duration grace,
        @DefaultValue("0") int searchThreads,
        @DefaultValue("256") int searchQueue,
        @DefaultValue("0.05") double recallShare) {

    int searchThreadsOrCores() {
        return searchThreads > 0 ? searchThreads : Runtime.getRuntime().availableProcessors();
    }

    String advertisedOr(String port) {
        if (advertised != null && !advertised.isBlank()) {
            return advertised.strip();
        }
        try {
            return InetAddress.getLocalHost().getHostName() + ":" + port;
        } catch (UnknownHostException e) {
            return "127.0.0.1:" + port;
        }
    }
}
