package io.vicinal.routing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;

/**
 * Partition to address, for each replica set. A group describes its assignments only while it is stable; during a
 * rebalance the last ones stand, because nodes answer for a shard for some time after they have given it up.
 */
final class RoutingTable {
    static final RoutingTable EMPTY = new RoutingTable(Map.of());

    private final Map<String, Map<TopicPartition, String>> groups;
    private final Map<TopicPartition, List<String>> owners;

    private RoutingTable(Map<String, Map<TopicPartition, String>> groups) {
        this.groups = groups;
        Map<TopicPartition, List<String>> byPartition = new HashMap<>();
        groups.values()
                .forEach(group -> group.forEach((partition, address) -> byPartition
                        .computeIfAbsent(partition, any -> new ArrayList<>())
                        .add(address)));
        this.owners = byPartition;
    }

    /** {@code host:port} of each replica set's owner, in the order of the groups' names. */
    List<String> owners(TopicPartition partition) {
        return owners.getOrDefault(partition, List.of());
    }

    /** Every address that owns something. */
    Set<String> addresses() {
        return owners.values().stream().flatMap(List::stream).collect(Collectors.toSet());
    }

    /**
     * This table brought up to what the groups say now. A group that is not listed keeps its owners: before a group is
     * truly gone it is seen empty, and a broker that is going down says of every group that it does not know it.
     */
    RoutingTable with(Map<String, ConsumerGroupDescription> described) {
        Map<String, Map<TopicPartition, String>> next = new TreeMap<>(groups);
        described.forEach((group, description) -> {
            if (isSettled(description)) {
                next.put(group, assignments(description));
            }
        });
        return new RoutingTable(next);
    }

    private static boolean isSettled(ConsumerGroupDescription group) {
        return group.groupState() == GroupState.STABLE || group.groupState() == GroupState.EMPTY;
    }

    private static Map<TopicPartition, String> assignments(ConsumerGroupDescription group) {
        Map<TopicPartition, String> owners = new HashMap<>();
        for (MemberDescription member : group.members()) {
            member.assignment().topicPartitions().forEach(partition -> owners.put(partition, member.clientId()));
        }
        return owners;
    }
}
