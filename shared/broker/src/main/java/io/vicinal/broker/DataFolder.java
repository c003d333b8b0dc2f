package io.vicinal.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** A folder made ready for a KRaft node, once; what is in it is kept. */
final class DataFolder {

    /**
     * Keeps other brokers out until the channel is closed or the process dies. Kafka's own lock comes too late: a second
     * controller has written to the metadata log by then.
     *
     * @throws BrokerFailure where another broker, of this process or another, has the folder, or it cannot be written
     */
    static FileChannel lock(Path folder) {
        try {
            Files.createDirectories(folder);
            FileChannel channel = FileChannel.open(
                    folder.resolve("vicinal.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                if (channel.tryLock() != null) {
                    return channel;
                }
            } catch (OverlappingFileLockException _) {
                // Held by this process: the same answer.
            }
            channel.close();
        } catch (IOException e) {
            throw notWritable(folder, e);
        }
        throw new BrokerFailure("The data folder %s is in use by another process.".formatted(folder), null);
    }

    /** @throws BrokerFailure where the folder cannot be written */
    static void prepare(Path folder) {
        try {
            if (Files.exists(folder.resolve("meta.properties"))) {
                return;
            }
            new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .setNodeId(BrokerConfig.NODE)
                    .setClusterId(Uuid.randomUuid().toString())
                    .addDirectory(folder.toString())
                    .setMetadataLogDirectory(Optional.of(folder.toString()))
                    .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                    .setControllerListenerName(BrokerConfig.CONTROLLER)
                    .setHasDynamicQuorum(false)
                    .setIgnoreFormatted(true)
                    .run();
        } catch (IOException e) {
            throw notWritable(folder, e);
        } catch (Exception e) {
            throw new BrokerFailure("The data folder %s cannot be prepared: %s.".formatted(folder, e.getMessage()), e);
        }
    }

    private static BrokerFailure notWritable(Path folder, IOException cause) {
        return new BrokerFailure(
                "The data folder %s cannot be written: %s.".formatted(folder, cause.getMessage()), cause);
    }

    private DataFolder() {}
}
