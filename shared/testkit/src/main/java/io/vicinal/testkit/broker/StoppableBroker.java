package io.vicinal.testkit.broker;

import io.vicinal.broker.EmbeddedBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A broker in the process that can go away and come back, on the same port with the same data. */
public final class StoppableBroker implements TestBroker, AutoCloseable {
    private static final String HOST = "127.0.0.1";

    private final Path folder;
    private EmbeddedBroker broker;

    private StoppableBroker(Path folder) {
        this.folder = folder;
        this.broker = EmbeddedBroker.start(folder, HOST, 0);
    }

    /** In a temporary folder, which goes when it is closed. */
    public static StoppableBroker start() {
        try {
            return new StoppableBroker(Files.createTempDirectory("vicinal-broker"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes the broker away. */
    public void stop() {
        broker.close();
    }

    /** Brings it back. */
    public void restart() {
        broker.close();
        broker = EmbeddedBroker.start(folder, HOST, broker.port());
    }

    @Override
    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    @Override
    public void close() {
        broker.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
