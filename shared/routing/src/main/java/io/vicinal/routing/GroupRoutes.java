package io.vicinal.routing;

import io.vicinal.contracts.search.RetrievalApi;
import io.vicinal.contracts.search.ShardId;
import io.vicinal.contracts.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The owners of shards as Kafka's group coordinator knows them: each consumer group {@code vicinal.retrieval.<replica
 * set>} is a replica of everything, and a member's {@code client.id} is the address it is reached at. Read about once a
 * second and whenever a call shows that the table is stale; kept while the broker is away.
 */
public final class GroupRoutes implements ShardRoutes, AutoCloseable {
    public static final String GROUP_PREFIX = "vicinal.retrieval.";

    private static final Logger log = LoggerFactory.getLogger(GroupRoutes.class);
    private static final int REQUEST_TIMEOUT_MS = 5_000;

    private final Supplier<? extends Admin> admin;
    private final Function<String, RetrievalApi> connect;
    private final Map<String, RetrievalNode> nodes = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable Mono<Void>> reading = new AtomicReference<>();
    private final Disposable schedule;
    private volatile RoutingTable table = RoutingTable.EMPTY;
    private volatile boolean brokerAway;

    /**
     * @param admin not closed here; first asked while reading, so that a broker whose name does not resolve yet is one that is
     *     away
     * @param connect {@code host:port} to a client of the node there; asked once an address
     */
    public GroupRoutes(Supplier<? extends Admin> admin, Function<String, RetrievalApi> connect, Duration interval) {
        this.admin = admin;
        this.connect = connect;
        this.schedule = Flux.interval(Duration.ZERO, interval)
                .onBackpressureDrop()
                .concatMap(tick -> refresh(), 1)
                .subscribe();
    }

    @Override
    public List<RetrievalNode> replicas(ShardId shard) {
        List<String> owners = table.owners(
                new TopicPartition(Topics.passages(shard.collection(), shard.version()), shard.partition()));
        List<RetrievalNode> replicas = new ArrayList<>(owners.size());
        owners.forEach(address ->
                replicas.add(nodes.computeIfAbsent(address, at -> new RetrievalNode(at, connect.apply(at)))));
        if (replicas.size() > 1) { // spread the queries over the replica sets
            Collections.rotate(replicas, ThreadLocalRandom.current().nextInt(replicas.size()));
        }
        return replicas;
    }

    /** Callers that ask while the table is being read share that reading. */
    @Override
    public Mono<Void> refresh() {
        return Mono.defer(() -> {
            Mono<Void> running = reading.get();
            if (running != null) {
                return running;
            }
            Mono<Void> mine = read().doFinally(signal -> reading.set(null)).cache();
            return reading.compareAndSet(null, mine) ? mine : refresh();
        });
    }

    /** All or nothing: a coordinator that is going away lists no groups and an error, which is not that there are none. */
    private Mono<Void> read() {
        return Mono.defer(() -> Mono.fromCompletionStage(admin.get()
                        .listGroups(ListGroupsOptions.forConsumerGroups().timeoutMs(REQUEST_TIMEOUT_MS))
                        .all()
                        .toCompletionStage()))
                .flatMap(listed -> describe(listed.stream()
                        .map(GroupListing::groupId)
                        .filter(id -> id.startsWith(GROUP_PREFIX))
                        .toList()))
                .doOnNext(this::take)
                .doOnError(this::keep)
                .onErrorComplete()
                .then();
    }

    private Mono<Map<String, ConsumerGroupDescription>> describe(List<String> groups) {
        return groups.isEmpty()
                ? Mono.just(Map.of())
                : Mono.fromCompletionStage(admin.get()
                        .describeConsumerGroups(
                                groups, new DescribeConsumerGroupsOptions().timeoutMs(REQUEST_TIMEOUT_MS))
                        .all()
                        .toCompletionStage());
    }

    private void take(Map<String, ConsumerGroupDescription> described) {
        table = table.with(described);
        nodes.keySet().retainAll(table.addresses());
        if (brokerAway) {
            brokerAway = false;
            log.atInfo().log("routing table is read again");
        }
    }

    private void keep(Throwable failure) {
        if (!brokerAway) {
            brokerAway = true;
            log.atWarn()
                    .addKeyValue("reason", failure.getMessage())
                    .log("routing table cannot be read; the last one stands");
        }
    }

    @Override
    public void close() {
        schedule.dispose();
    }
}
