package io.vicinal.service;

import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts a service as a process of its own, with the defaults that all services share. */
public final class VicinalService {

    /** Every one can be overridden by the environment, as all of Spring Boot's properties can. */
    public static final Map<String, Object> DEFAULTS = Map.ofEntries(
            Map.entry("spring.main.keep-alive", "true"),
            Map.entry("spring.lifecycle.timeout-per-shutdown-phase", "20s"),
            Map.entry("server.shutdown", "graceful"),
            // The requests have ended by then; its own are two seconds in which nothing else happens.
            Map.entry("spring.reactor.netty.shutdown-quiet-period", "100ms"),
            Map.entry("spring.http.codecs.max-in-memory-size", "64MB"),
            Map.entry("management.endpoints.web.exposure.include", "health,info,prometheus"),
            Map.entry("management.endpoint.health.probes.enabled", "true"),
            Map.entry("logging.structured.format.console", "logstash"),
            // An outage of the brokers is logged by what it stops, not by each attempt to connect.
            Map.entry("logging.level.org.apache.kafka", "warn"),
            Map.entry("logging.level.org.apache.kafka.clients.NetworkClient", "error"),
            // A collection's topics are deleted before their readers know; nothing is wrong then.
            Map.entry("logging.level.org.apache.kafka.clients.consumer.internals.FetchCollector", "error"),
            Map.entry("logging.level.ai.djl", "error"),
            Map.entry("logging.level.org.springframework", "warn"));

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
