package io.vicinal.onnx.hub;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * One repository's folder in the cache, in the layout of {@code huggingface_hub}: {@code blobs/<checksum>},
 * {@code snapshots/<commit>/<file>}, {@code refs/<revision>}. A file of a snapshot is a hard link to its blob, because
 * ONNX Runtime looks for a graph's weights beside the graph's own, real place.
 */
final class HubCache {
    private static final ConcurrentMap<Path, ReentrantLock> IN_THIS_PROCESS = new ConcurrentHashMap<>();

    private final Path root;
    private final Path locks;

    HubCache(Path cache, HubId id) {
        String folder = "models--" + id.name().replace("/", "--");
        root = cache.toAbsolutePath().normalize().resolve(folder);
        locks = cache.toAbsolutePath().normalize().resolve(".locks").resolve(folder);
    }

    /** What needs the repository to itself. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws IOException;
    }

    /** Waits for other threads and other processes that fetch the same. */
    <T> T alone(Work<T> work) throws IOException {
        ReentrantLock threads = IN_THIS_PROCESS.computeIfAbsent(root, _ -> new ReentrantLock());
        threads.lock();
        try {
            Files.createDirectories(locks);
            try (FileChannel channel = FileChannel.open(
                            locks.resolve("vicinal.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock _ = channel.lock()) {
                return work.run();
            }
        } finally {
            threads.unlock();
        }
    }

    Path blob(String checksum) {
        return root.resolve("blobs").resolve(checksum);
    }

    Path snapshot(String commit) {
        return root.resolve("snapshots").resolve(commit);
    }

    /** Shows a blob as a file of a snapshot. */
    void show(Path blob, Path file) throws IOException {
        Files.createDirectories(file.getParent());
        try {
            Files.createLink(file, blob);
        } catch (FileAlreadyExistsException _) {
            // shown before
        } catch (UnsupportedOperationException | FileSystemException _) {
            Path copy = file.resolveSibling(file.getFileName() + ".copy");
            Files.copy(blob, copy, StandardCopyOption.REPLACE_EXISTING);
            Files.move(copy, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Says that a revision's snapshot is whole. */
    void remember(String revision, String commit) throws IOException {
        Path ref = root.resolve("refs").resolve(revision);
        Files.createDirectories(ref.getParent());
        Path next = ref.resolveSibling(ref.getFileName() + ".new");
        Files.writeString(next, commit);
        Files.move(next, ref, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The snapshot of a revision, or of a commit, with a graph in it. */
    Optional<Path> known(String revision) {
        Path ref = root.resolve("refs").resolve(revision);
        try {
            String commit = Files.isRegularFile(ref) ? Files.readString(ref).strip() : revision;
            if (!Commit.is(commit) || !Files.isDirectory(snapshot(commit))) {
                return Optional.empty();
            }
            Path snapshot = snapshot(commit);
            return HubFiles.needed(files(snapshot)).isEmpty() ? Optional.empty() : Optional.of(snapshot);
        } catch (IOException e) {
            throw new HubException("The cache of models at " + root + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private static List<String> files(Path snapshot) throws IOException {
        List<String> names = new ArrayList<>();
        try (Stream<Path> files = Files.walk(snapshot, 2)) {
            files.filter(Files::isRegularFile)
                    .map(file -> snapshot.relativize(file).toString().replace('\\', '/'))
                    .forEach(names::add);
        }
        return names;
    }
}
