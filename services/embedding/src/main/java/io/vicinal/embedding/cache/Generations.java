package io.vicinal.embedding.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A young file and an old one. What is found in the old one is copied to the young; when the young one is full, the old one
 * is deleted and the young one takes its place. So what was not asked for during a whole generation goes, at no cost while
 * it stays. Thread-safe.
 */
final class Generations implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Generations.class);
    private static final Pattern NAME = Pattern.compile("passages-(\\d{8})\\.mv");

    private final Path folder;
    private final long bytesOfOne;
    private final Consumer<Throwable> failed;
    /** Held for reading while a generation is used, for writing while they change. */
    private final ReentrantReadWriteLock change = new ReentrantReadWriteLock();

    private int number;
    private Generation young;
    private @Nullable Generation old;

    /**
     * @param bytes of both files together, beyond which a generation ends
     * @param failed told when writing behind fails
     * @throws MVStoreException where another process has the folder
     */
    Generations(Path folder, long bytes, Consumer<Throwable> failed) throws IOException {
        this.folder = folder;
        this.bytesOfOne = bytes / 2;
        this.failed = failed;
        Files.createDirectories(folder);
        List<Path> files = files();
        number = files.isEmpty() ? 1 : number(files.getLast());
        young = open(number);
        try {
            for (Path file : files) {
                if (number(file) < number - 1) {
                    Files.delete(file);
                } else if (number(file) == number - 1) {
                    old = open(number - 1);
                }
            }
        } catch (IOException | RuntimeException e) {
            young.close();
            throw e;
        }
    }

    @Nullable
    Known get(PassageKey key) {
        change.readLock().lock();
        try {
            Known vectors = young.get(key);
            if (vectors == null && old != null) {
                vectors = old.get(key);
                if (vectors != null) {
                    young.put(key, vectors);
                }
            }
            return vectors;
        } finally {
            change.readLock().unlock();
        }
    }

    void put(PassageKey key, Known vectors) throws IOException {
        change.readLock().lock();
        try {
            young.put(key, vectors);
            if (young.bytes() < bytesOfOne) {
                return;
            }
        } finally {
            change.readLock().unlock();
        }
        turn();
    }

    private void turn() throws IOException {
        change.writeLock().lock();
        try {
            if (young.bytes() < bytesOfOne) {
                return; // another thread was here
            }
            if (old != null) {
                old.delete();
            }
            old = young;
            young = open(++number);
        } finally {
            change.writeLock().unlock();
        }
    }

    long bytes() {
        change.readLock().lock();
        try {
            return young.bytes() + (old == null ? 0 : old.bytes());
        } finally {
            change.readLock().unlock();
        }
    }

    /** A file that cannot be read is of no use and is made anew; one that another process holds is left alone. */
    private Generation open(int of) throws IOException {
        Path file = folder.resolve("passages-%08d.mv".formatted(of));
        try {
            return Generation.open(file, failed);
        } catch (MVStoreException e) {
            if (e.getErrorCode() == DataUtils.ERROR_FILE_LOCKED) {
                throw e;
            }
            log.atWarn()
                    .addKeyValue("file", file)
                    .addKeyValue("reason", e.getMessage())
                    .log("passage cache broken, it begins anew");
            Files.deleteIfExists(file);
            return Generation.open(file, failed);
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(
                            file -> NAME.matcher(file.getFileName().toString()).matches())
                    .sorted(Comparator.comparing(Path::getFileName))
                    .toList();
        }
    }

    private static int number(Path file) {
        return Integer.parseInt(file.getFileName().toString().substring(9, 17));
    }

    /** Closes, and deletes what cannot be read, so that the next start begins with nothing. */
    void discard() {
        change.writeLock().lock();
        try {
            young.delete();
            if (old != null) {
                old.delete();
            }
        } catch (IOException e) {
            log.atWarn()
                    .addKeyValue("folder", folder)
                    .addKeyValue("reason", e.getMessage())
                    .log("broken passage cache cannot be deleted");
        } finally {
            change.writeLock().unlock();
        }
    }

    @Override
    public void close() {
        change.writeLock().lock();
        try {
            young.close();
            if (old != null) {
                old.close();
            }
        } finally {
            change.writeLock().unlock();
        }
    }
}
