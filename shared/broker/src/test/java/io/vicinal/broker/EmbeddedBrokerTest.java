package io.vicinal.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {
    private static final TopicPartition TOPIC = new TopicPartition("t", 0);

    @TempDir(cleanup = CleanupMode.NEVER)
    Path folder;

    @Test
    void keepsItsDataOverAStopAndAStartOnAnotherPort() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, "127.0.0.1", 0)) {
            createTopic(broker.bootstrapServers());
            write(broker.bootstrapServers(), "a", "b");
        }
        long start = System.nanoTime();
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, "127.0.0.1", 0)) {
            write(broker.bootstrapServers(), "c");
            assertThat(read(broker.bootstrapServers(), 3)).containsExactly("a", "b", "c");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void survivesKillAndIsBackWithinSeconds() throws Exception {
        int port = Ports.free("127.0.0.1");
        String servers = "127.0.0.1:" + port;
        Process first = child(port);
        try {
            createTopic(servers);
            write(servers, "acknowledged");
        } finally {
            first.destroyForcibly().waitFor();
        }
        long killedAt = System.nanoTime();
        Process second = child(port);
        try {
            assertThat(read(servers, 1)).containsExactly("acknowledged");
            write(servers, "after");
            Duration took = Duration.ofNanos(System.nanoTime() - killedAt);
            System.out.println("written again " + took.toMillis() + " ms after the kill");
            assertThat(took).isLessThan(Duration.ofSeconds(12));
        } finally {
            second.destroyForcibly().waitFor();
        }
    }

    @Test
    void anOccupiedPortIsOneSentence() throws IOException {
        try (ServerSocket other = new ServerSocket()) {
            other.bind(new InetSocketAddress("127.0.0.1", 0));
            assertThatThrownBy(() -> EmbeddedBroker.start(folder, "127.0.0.1", other.getLocalPort()))
                    .isInstanceOf(PortOccupied.class)
                    .hasMessageContaining(Integer.toString(other.getLocalPort()))
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void aFolderInUseIsOneSentence() {
        try (EmbeddedBroker _ = EmbeddedBroker.start(folder, "127.0.0.1", 0)) {
            assertThatThrownBy(() -> EmbeddedBroker.start(folder, "127.0.0.1", 0))
                    .isInstanceOf(BrokerFailure.class)
                    .hasMessageContaining("in use by another process");
        }
    }

    private Process child(int port) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        BrokerProcess.class.getName(),
                        folder.toString(),
                        Integer.toString(port))
                .inheritIO()
                .start();
    }

    private static void createTopic(String servers) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            admin.createTopics(List.of(new NewTopic("t", 1, (short) 1))).all().get(60, TimeUnit.SECONDS);
        }
    }

    private static void write(String servers, String... values) throws Exception {
        Map<String, Object> config = Map.of("bootstrap.servers", servers, "acks", "all");
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            for (String value : values) {
                producer.send(new ProducerRecord<>("t", 0, null, value)).get(60, TimeUnit.SECONDS);
            }
        }
    }

    private static List<String> read(String servers, int count) {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", servers), new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(TOPIC));
            consumer.seekToBeginning(List.of(TOPIC));
            List<String> values = new ArrayList<>();
            long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (values.size() < count && System.nanoTime() < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
            }
            return values;
        }
    }
}
