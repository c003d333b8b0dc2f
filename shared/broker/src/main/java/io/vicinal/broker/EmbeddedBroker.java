package io.vicinal.broker;

import java.io.IOException;
import java.net.BindException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka broker and its controller in this process. What it was given survives its close, the death of the process, and
 * another start with another port on the same folder.
 */
public final class EmbeddedBroker implements AutoCloseable {
    /** The loggers that speak at length; set them to WARN. */
    public static final List<String> LOGGERS = List.of("kafka", "org.apache.kafka", "state.change.logger");

    private static final Logger log = LoggerFactory.getLogger(EmbeddedBroker.class);
    private static final Duration CLOSE_AT_MOST = Duration.ofSeconds(10);

    private final KafkaRaftServer server;
    private final FileChannel lock;
    private final String bootstrapServers;
    private final int port;
    private boolean closed;

    private EmbeddedBroker(KafkaRaftServer server, FileChannel lock, String advertisedHost, int port) {
        this.server = server;
        this.lock = lock;
        this.bootstrapServers = advertisedHost + ':' + port;
        this.port = port;
    }

    /** As {@link #start(Path, String, int, String)}, reached by the host it listens on. */
    public static EmbeddedBroker start(Path folder, String host, int port) {
        return start(folder, host, port, host);
    }

    /**
     * Returns when clients can connect.
     *
     * @param folder where the logs are; made where it is not there
     * @param host listened on
     * @param port 0 for any that is free
     * @param advertisedHost the name by which clients, and the broker itself, reach it
     * @throws PortOccupied where something listens there
     * @throws BrokerFailure where the folder cannot be used, or the broker does not come up
     */
    public static EmbeddedBroker start(Path folder, String host, int port, String advertisedHost) {
        long startedAt = System.nanoTime();
        Path data = folder.toAbsolutePath().normalize();
        int listening = port == 0 ? Ports.free(host) : port;
        Ports.check(host, listening);
        FileChannel lock = DataFolder.lock(data);
        KafkaRaftServer server = launch(data, lock, host, listening, advertisedHost);
        log.atInfo()
                .addKeyValue("port", listening)
                .addKeyValue("folder", data)
                .addKeyValue(
                        "took_ms",
                        Duration.ofNanos(System.nanoTime() - startedAt).toMillis())
                .log("broker started");
        return new EmbeddedBroker(server, lock, advertisedHost, listening);
    }

    private static KafkaRaftServer launch(Path data, FileChannel lock, String host, int port, String advertisedHost) {
        KafkaRaftServer server = null;
        try {
            DataFolder.prepare(data);
            server = new KafkaRaftServer(
                    KafkaConfig.fromProps(
                            BrokerConfig.of(data, host, port, advertisedHost, Ports.free("127.0.0.1")), false),
                    Time.SYSTEM);
            server.startup();
            return server;
        } catch (Exception e) { // Scala code throws checked exceptions that it does not declare
            stop(server, lock);
            throw e instanceof BrokerFailure known ? known : failure(e, host, port);
        }
    }

    private static BrokerFailure failure(Exception failure, String host, int port) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return new PortOccupied(host, port, failure);
            }
        }
        return new BrokerFailure("The Kafka broker could not start: %s.".formatted(rootMessage(failure)), failure);
    }

    private static @Nullable String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }

    /** What clients connect to: host:port. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    public int port() {
        return port;
    }

    /** Stops in good order; after ten seconds it no longer waits. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            stop(server, lock);
        }
    }

    /** The folder stays locked where the broker does not stop in time: it may still write. */
    private static void stop(@Nullable KafkaRaftServer server, FileChannel lock) {
        Thread stopping = Thread.ofPlatform().daemon().name("broker-stop").start(() -> {
            try {
                if (server != null) {
                    server.shutdown();
                    server.awaitShutdown();
                }
            } finally {
                release(lock);
            }
        });
        try {
            if (!stopping.join(CLOSE_AT_MOST)) {
                log.atWarn().log("broker did not stop in time");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void release(FileChannel lock) {
        try {
            lock.close();
        } catch (IOException e) {
            log.atWarn().setCause(e).log("the lock of the broker's folder could not be released");
        }
    }
}
