package io.vicinal.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** A folder made ready for a KRaft node, once; what is in it is kept. */
final class DataFolder {

    /** @throws BrokerFailure where the folder cannot be written */
    static void prepare(Path folder) {
        try {
            Files.createDirectories(folder);
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
            throw new BrokerFailure("The data folder %s cannot be written: %s.".formatted(folder, e.getMessage()), e);
        } catch (Exception e) {
            throw new BrokerFailure("The data folder %s cannot be prepared: %s.".formatted(folder, e.getMessage()), e);
        }
    }

    private DataFolder() {}
}
