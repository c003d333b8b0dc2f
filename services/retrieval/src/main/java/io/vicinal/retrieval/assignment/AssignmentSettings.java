package io.vicinal.retrieval.assignment;

import java.time.Duration;

/**
 * @param replicaSet the nodes of one set share the shards; every set has them all
 * @param advertised host:port where others reach this node
 * @param grace how long a shard that went to another node is kept open here
 */
public record AssignmentSettings(String replicaSet, String advertised, Duration grace) {
    private static final String GROUP = "vicinal.retrieval.";

    String group() {
        return GROUP + replicaSet;
    }
}
