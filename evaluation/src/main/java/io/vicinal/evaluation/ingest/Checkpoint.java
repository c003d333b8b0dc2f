package io.vicinal.evaluation.ingest;

import io.vicinal.contracts.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * How far an interrupted run had come: a small file under {@code ~/.cache/vicinal/ingest} ({@code XDG_CACHE_HOME} is
 * honoured), named after platform, collection and source as they were. A source that has changed, or a collection that was
 * made anew, has another name and begins at the beginning.
 */
public final class Checkpoint {

    /**
     * @param position documents of the source that the platform has answered for
     * @param accepted of these
     * @param rejected of these
     */
    record State(String collection, String url, String source, long position, long accepted, long rejected) {}

    private final Path file;

    private Checkpoint(Path file) {
        this.file = file;
    }

    /** @param identity all that must be the same for a run to go on */
    public static Checkpoint of(String... identity) {
        return in(folder(), identity);
    }

    static Checkpoint in(Path folder, String... identity) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(String.join("\u0000", identity).getBytes(StandardCharsets.UTF_8));
            return new Checkpoint(folder.resolve(HexFormat.of().formatHex(digest, 0, 16) + ".json"));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static Path folder() {
        String cache = System.getenv("XDG_CACHE_HOME");
        Path base =
                cache == null || cache.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
        return base.resolve("vicinal").resolve("ingest");
    }

    /** Whether an earlier run was interrupted. */
    public boolean exists() {
        return Files.exists(file);
    }

    /** @return null where there is none, or none that can be read */
    @Nullable
    State read() throws IOException {
        if (!Files.exists(file)) {
            return null;
        }
        try {
            return Json.mapper().readValue(Files.readAllBytes(file), State.class);
        } catch (JacksonException e) {
            return null;
        }
    }

    /** Replaces the file in one step, so that a crash leaves the old one or the new one. */
    void write(State state) throws IOException {
        Files.createDirectories(file.getParent());
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.write(fresh, Json.mapper().writeValueAsBytes(state));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The next run begins at the beginning. */
    public void remove() throws IOException {
        Files.deleteIfExists(file);
    }
}
