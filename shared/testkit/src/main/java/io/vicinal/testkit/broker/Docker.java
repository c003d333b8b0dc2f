package io.vicinal.testkit.broker;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;

/** Whether containers can be run. Looks for a socket first, because asking without one takes seconds and is loud. */
final class Docker {

    static boolean isThere() {
        boolean socket = System.getenv("DOCKER_HOST") != null
                || Stream.of(
                                "/var/run/docker.sock",
                                System.getProperty("user.home") + "/.docker/run/docker.sock",
                                System.getenv().getOrDefault("XDG_RUNTIME_DIR", "/run") + "/docker.sock")
                        .anyMatch(path -> Files.exists(Path.of(path)));
        return socket && DockerClientFactory.instance().isDockerAvailable();
    }

    private Docker() {}
}
