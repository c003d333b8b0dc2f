package io.vicinal.service;

import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts a service as a process of its own, with the defaults that all services share. */
public final class VicinalService {

    /** Every one can be overridden by the environment, as all of Spring Boot's properties can. */
    public static final Map<String, Object> DEFAULTS = Map.of(
            "spring.main.keep-alive", "true",
            "spring.lifecycle.timeout-per-shutdown-phase", "20s",
            "server.shutdown", "graceful",
            "spring.http.codecs.max-in-memory-size", "64MB",
            "management.endpoints.web.exposure.include", "health,prometheus",
            "management.endpoint.health.probes.enabled", "true",
            "logging.structured.format.console", "logstash",
            // An outage of the brokers is logged by what it stops, not by each attempt to connect.
            "logging.level.org.apache.kafka", "warn",
            "logging.level.org.apache.kafka.clients.NetworkClient", "error",
            "logging.level.org.springframework", "warn");

    /**
     * @param main the class with {@code main}, a Spring Boot application
     * @param name of the service, in its logs and metrics
     */
    public static ConfigurableApplicationContext run(Class<?> main, String name, String... arguments) {
        SpringApplication application = new SpringApplication(main);
        application.setBannerMode(Banner.Mode.OFF);
        application.setDefaultProperties(DEFAULTS);
        application.addInitializers(context -> context.setId(name));
        return application.run(arguments);
    }

    private VicinalService() {}
}
