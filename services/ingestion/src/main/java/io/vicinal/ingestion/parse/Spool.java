package io.vicinal.ingestion.parse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/**
 * A folder for files while they are read, made on first use, readable by nobody else and gone with this process. What a
 * process that was killed left behind is removed by the next: its lock is free.
 */
public final class Spool implements AutoCloseable {
    private static final String PREFIX = "vicinal-files-";
    private static final String LOCK = "lock";

    private final Path parent;
    private @Nullable Path folder;
    private @Nullable FileChannel lock;
    private boolean closed;

    public Spool(Path parent) {
        this.parent = parent;
    }

    /** An empty file, to be deleted by the caller. */
    public Path file() throws IOException {
        return Files.createTempFile(folder(), "upload-", "");
    }

    /** An empty folder, to be removed by the caller with {@link #remove}. */
    Path subfolder() throws IOException {
        return Files.createTempDirectory(folder(), "process-");
    }

    static void remove(Path folder) {
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized Path folder() throws IOException {
        if (closed) {
            throw new IOException("The service is stopping.");
        }
        if (folder == null || !Files.isDirectory(folder)) {
            Files.createDirectories(parent);
            removeLeftovers();
            Path made = Files.createTempDirectory(parent, PREFIX);
            lock = FileChannel.open(made.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            lock.lock();
            folder = made;
        }
        return folder;
    }

    private void removeLeftovers() throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path left : folders) {
                if (isFree(left.resolve(LOCK))) {
                    FileSystemUtils.deleteRecursively(left);
                }
            }
        }
    }

    private static boolean isFree(Path lock) {
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
                FileLock taken = channel.tryLock()) {
            return taken != null;
        } catch (IOException | OverlappingFileLockException _) {
            return false; // another user's, one that is being made, or our own in another context of this process
        }
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        if (lock != null) {
            lock.close();
        }
        if (folder != null) {
            FileSystemUtils.deleteRecursively(folder);
        }
    }
}
