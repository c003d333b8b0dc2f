package io.vicinal.retrieval.snapshot;

import io.vicinal.retrieval.shard.Archive;
import io.vicinal.retrieval.shard.ArchiveException;
import io.vicinal.retrieval.shard.CommitData;
import io.vicinal.retrieval.snapshot.Manifest.IndexFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.lucene.util.IOUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A snapshot to be restored: files are fetched a few at a time, each against its length and checksum. */
final class StoredSnapshot implements Archive.Entry {
    private static final Logger log = LoggerFactory.getLogger(StoredSnapshot.class);
    private static final int AT_ONCE = 4;
    private static final int TRIES = 3;
    private static final long PAUSE_MS = 200;

    private final ShardArchive archive;
    private final Manifest manifest;
    private final SnapshotMeters meters;

    StoredSnapshot(ShardArchive archive, Manifest manifest, SnapshotMeters meters) {
        this.archive = archive;
        this.manifest = manifest;
        this.meters = meters;
    }

    @Override
    public String name() {
        return manifest.id();
    }

    @Override
    public CommitData commit() {
        return manifest.data().orElseThrow();
    }

    @Override
    public void fetch(Path folder) throws IOException {
        meters.restore(manifest.bytes(), () -> fetchAll(folder));
    }

    private void fetchAll(Path folder) throws IOException {
        try (ExecutorService threads =
                Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            List<Future<?>> fetched = new ArrayList<>();
            for (IndexFile file : manifest.files()) {
                fetched.add(threads.submit(() -> {
                    fetch(file, folder.resolve(file.name()));
                    return file;
                }));
            }
            try {
                for (Future<?> file : fetched) {
                    file.get();
                }
            } finally {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while restoring", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failed ? failed : new IOException(e.getCause());
        }
        IOUtils.fsync(folder, true);
    }

    private void fetch(IndexFile file, Path to) throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                Optional<String> spoilt = fetchOnce(file, to);
                if (spoilt.isEmpty()) {
                    return;
                }
                if (attempt == TRIES) {
                    discard(file);
                    throw new ArchiveException("its file " + file.name() + " is not what it was: " + spoilt.get());
                }
            } catch (ArchiveException e) {
                if (attempt == TRIES) {
                    throw e;
                }
            }
            Thread.sleep(PAUSE_MS << attempt);
        }
    }

    /** What is wrong with what came; empty where it is what was sent. */
    private Optional<String> fetchOnce(IndexFile file, Path to) throws IOException {
        MessageDigest digest = Checksums.sha256();
        long bytes = 0;
        try (InputStream in = archive.read(file);
                FileChannel channel = FileChannel.open(
                        to, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
                OutputStream out = Channels.newOutputStream(channel)) {
            byte[] buffer = new byte[1 << 16];
            for (int read = read(in, buffer, file); read >= 0; read = read(in, buffer, file)) {
                digest.update(buffer, 0, read);
                out.write(buffer, 0, read);
                bytes += read;
            }
            channel.force(true);
        }
        if (bytes != file.bytes()) {
            return Optional.of("it has " + bytes + " bytes instead of " + file.bytes());
        }
        return Checksums.hex(digest).equals(file.sha256()) ? Optional.empty() : Optional.of("its checksum differs");
    }

    private static int read(InputStream in, byte[] buffer, IndexFile file) throws ArchiveException {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw new ArchiveException("reading its file " + file.name() + " broke off: " + e.getMessage(), e);
        }
    }

    /** It is of no use to anybody under this name; once it is gone, the next snapshot that needs it brings it again. */
    private void discard(IndexFile file) {
        try {
            archive.delete(archive.key(file));
        } catch (ArchiveException e) {
            log.atWarn().addKeyValue("reason", e.getMessage()).log("a spoilt file of a snapshot stays where it is");
        }
    }
}
