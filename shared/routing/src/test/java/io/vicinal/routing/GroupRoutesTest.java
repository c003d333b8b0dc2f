package io.vicinal.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.contracts.search.ShardId;
import io.vicinal.testkit.broker.StoppableBroker;
import io.vicinal.testkit.retrieval.FakeRetrieval;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;

class GroupRoutesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void followsTheGroupsAndKeepsWhatItKnowsWhileTheBrokerIsAway() throws Exception {
        try (StoppableBroker broker = StoppableBroker.start();
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic("vicinal.passages.c.v1", 2, (short) 1)))
                    .all()
                    .get();
            try (GroupRoutes routes =
                    new GroupRoutes(() -> admin, address -> new FakeRetrieval(), Duration.ofMillis(100))) {
                assertThat(routes.replicas(shard(0))).isEmpty();

                // Two nodes of one replica set share the shards.
                Node first = new Node(broker, "a", "10.0.0.1:8080");
                Node second = new Node(broker, "a", "10.0.0.2:8080");
                eventually(() -> Set.of("10.0.0.1:8080", "10.0.0.2:8080").equals(owners(routes)));
                assertThat(routes.replicas(shard(0))).hasSize(1);
                assertThat(routes.replicas(shard(0)).getFirst().api())
                        .isSameAs(routes.replicas(shard(0)).getFirst().api());

                // When one goes, the other has both.
                second.close();
                eventually(() -> Set.of("10.0.0.1:8080").equals(owners(routes)));

                // A second replica set is a second choice for every shard.
                Node replica = new Node(broker, "b", "10.0.1.1:8080");
                eventually(() -> routes.replicas(shard(0)).size() == 2
                        && routes.replicas(shard(1)).size() == 2);
                assertThat(routes.replicas(shard(0)))
                        .extracting(RetrievalNode::address)
                        .containsExactlyInAnyOrder("10.0.0.1:8080", "10.0.1.1:8080");

                // Without a broker the table stands.
                broker.stop();
                routes.refresh().block(PATIENCE);
                assertThat(routes.replicas(shard(0))).hasSize(2);
                broker.restart();
                first.close();
                replica.close();
            }
        }
    }

    private static Set<String> owners(GroupRoutes routes) {
        return IntStream.range(0, 2)
                .boxed()
                .flatMap(partition -> routes.replicas(shard(partition)).stream())
                .map(RetrievalNode::address)
                .collect(Collectors.toSet());
    }

    private static ShardId shard(int partition) {
        return new ShardId("c", 1, partition);
    }

    private static void eventually(Supplier<Boolean> holds) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.get()) {
            assertThat(System.nanoTime())
                    .as("did not come about within %s", PATIENCE)
                    .isLessThan(end);
            Thread.sleep(20);
        }
    }

    /** A member of a retrieval group, as a node's own consumer is. */
    private static final class Node implements AutoCloseable {
        private final KafkaConsumer<byte[], byte[]> consumer;
        private final Thread polling;

        Node(StoppableBroker broker, String replicaSet, String address) {
            consumer = new KafkaConsumer<>(
                    Map.of(
                            "bootstrap.servers",
                            broker.bootstrapServers(),
                            "group.id",
                            GroupRoutes.GROUP_PREFIX + replicaSet,
                            "client.id",
                            address,
                            "enable.auto.commit",
                            false,
                            "heartbeat.interval.ms",
                            200),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer());
            consumer.subscribe(List.of("vicinal.passages.c.v1"));
            polling = Thread.ofPlatform().daemon().start(this::poll);
        }

        private void poll() {
            try (consumer) {
                while (true) {
                    consumer.poll(Duration.ofMillis(100));
                }
            } catch (WakeupException closed) {
                // close() asked for it
            }
        }

        @Override
        public void close() throws InterruptedException {
            consumer.wakeup();
            polling.join(PATIENCE.toMillis());
        }
    }
}
