package io.vicinal.standalone;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingInitializationContext;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.core.env.StandardEnvironment;

/** Logging for commands that run without a Spring context: warnings, to the console. */
final class Logging {

    static void configure() {
        LoggingSystem system = LoggingSystem.get(Vicinal.class.getClassLoader());
        system.beforeInitialize();
        system.initialize(new LoggingInitializationContext(new StandardEnvironment()), null, null);
        system.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.WARN);
        // It warns of a missing GPU on every machine that has CUDA's libraries but no driver.
        system.setLogLevel("ai.djl", LogLevel.ERROR);
    }

    private Logging() {}
}
