package io.vicinal.standalone.platform;

import io.vicinal.broker.EmbeddedBroker;
import io.vicinal.service.VicinalService;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;

/** All services of the class path and a broker, in this JVM. Stops in the reverse order: services, then broker. */
public final class Platform implements AutoCloseable {

    /** @param data absolute folder of the log, the indexes, the vectors that are kept and the log files */
    public record Settings(String host, int port, int kafkaPort, Path data) {}

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Services {}

    private final DataFolder folder;
    private final EmbeddedBroker broker;
    private final ConfigurableApplicationContext services;

    private Platform(DataFolder folder, EmbeddedBroker broker, ConfigurableApplicationContext services) {
        this.folder = folder;
        this.broker = broker;
        this.services = services;
    }

    /** @throws IllegalStateException with one sentence: a port is taken, the data folder is in use, the model is broken */
    public static Platform start(Settings settings) {
        Ports.requireFree(settings.host(), settings.port(), "--port");
        Ports.requireFree(settings.host(), settings.kafkaPort(), "--kafka-port");
        DataFolder folder = DataFolder.lock(settings.data());
        SpringApplication application = new SpringApplication(Services.class);
        application.setBannerMode(Banner.Mode.OFF);
        application.setRegisterShutdownHook(false);
        application.setDefaultProperties(properties(settings));
        EmbeddedBroker[] broker = new EmbeddedBroker[1];
        // An initializer runs once logging is set up and before any service asks for the broker.
        application.addInitializers(context -> broker[0] =
                EmbeddedBroker.start(settings.data().resolve("kafka"), settings.host(), settings.kafkaPort()));
        try {
            ConfigurableApplicationContext services = application.run();
            return new Platform(folder, broker[0], services);
        } catch (RuntimeException e) {
            if (broker[0] != null) {
                broker[0].close();
            }
            folder.close();
            throw e;
        }
    }

    private static Map<String, Object> properties(Settings settings) {
        Map<String, Object> properties = new HashMap<>(VicinalService.DEFAULTS);
        properties.put("server.address", settings.host());
        properties.put("server.port", settings.port());
        properties.put("vicinal.node-id", "standalone");
        properties.put("vicinal.kafka.bootstrap-servers", settings.host() + ":" + settings.kafkaPort());
        properties.put(
                "vicinal.retrieval.data", settings.data().resolve("retrieval").toString());
        properties.put(
                "vicinal.embedding.data", settings.data().resolve("embedding").toString());
        properties.put("vicinal.retrieval.advertised", settings.host() + ":" + settings.port());
        // Nobody outside of this JVM needs the internal endpoints.
        properties.put("vicinal.service.token", UUID.randomUUID().toString());
        properties.put(
                "logging.file.name", settings.data().resolve("logs/vicinal.log").toString());
        properties.put("logging.structured.format.file", properties.remove("logging.structured.format.console"));
        properties.put("logging.threshold.console", "warn");
        // It warns that a new log is empty.
        properties.put("logging.level.org.apache.kafka.controller.QuorumController", "error");
        EmbeddedBroker.LOGGERS.forEach(logger -> properties.putIfAbsent("logging.level." + logger, "warn"));
        return properties;
    }

    @Override
    public void close() {
        services.close();
        broker.close();
        folder.close();
    }
}
