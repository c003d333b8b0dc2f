package io.vicinal.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** Files of the checkout, wherever the test is started. */
public final class Repository {

    public static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("docker-compose.yml"))) {
            folder = Objects.requireNonNull(folder.getParent(), "the test does not run inside the checkout");
        }
        return folder;
    }

    public static String read(String file) throws IOException {
        return Files.readString(root().resolve(file));
    }

    /** A file that may lie beside the checkout: data and schemas that are not part of it. */
    public static Optional<Path> beside(String file) {
        return Optional.of(root().resolveSibling("shared").resolve(file)).filter(Files::exists);
    }

    private Repository() {}
}
