package io.vicinal.retrieval.snapshot;

import io.vicinal.retrieval.shard.ArchiveException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.lucene.util.IOUtils;

/** Snapshots in a folder, which several nodes may see (NFS, a volume). A file takes its name when it is whole and on disk. */
final class FolderStore implements SnapshotStore {
    private static final String UNFINISHED = ".part";

    private final Path root;

    FolderStore(Path root) {
        this.root = root.toAbsolutePath();
    }

    @Override
    public String location() {
        return root.toString();
    }

    @Override
    public List<StoredObject> list(String prefix) throws ArchiveException {
        Path folder = root.resolve(prefix.substring(0, prefix.lastIndexOf('/') + 1));
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<StoredObject> found = new ArrayList<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                add(path, prefix, found);
            }
        } catch (IOException | java.io.UncheckedIOException e) {
            throw new ArchiveException("the folder " + folder + " cannot be listed: " + e.getMessage(), e);
        }
        return found;
    }

    private void add(Path path, String prefix, List<StoredObject> found) throws IOException {
        String key = root.relativize(path).toString().replace('\\', '/');
        try {
            BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
            if (file.isRegularFile() && key.startsWith(prefix)) {
                found.add(new StoredObject(
                        key, file.size(), file.lastModifiedTime().toInstant()));
            }
        } catch (NoSuchFileException e) {
            return; // deleted meanwhile
        }
    }

    @Override
    public void put(String key, Path file, Throttle throttle) throws IOException {
        try (InputStream in = throttle.of(Files.newInputStream(file))) {
            put(key, in);
        }
    }

    @Override
    public void put(String key, byte[] bytes) throws IOException {
        put(key, new ByteArrayInputStream(bytes));
    }

    private void put(String key, InputStream in) throws IOException {
        Path target = root.resolve(key);
        Files.createDirectories(target.getParent());
        Path part = target.resolveSibling(target.getFileName() + "." + UUID.randomUUID() + UNFINISHED);
        try {
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                    OutputStream out = Channels.newOutputStream(channel)) {
                in.transferTo(out);
                channel.force(true);
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            IOUtils.fsync(target.getParent(), true);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    @Override
    public InputStream read(String key) throws ArchiveException {
        try {
            return Files.newInputStream(root.resolve(key));
        } catch (IOException e) {
            throw new ArchiveException(root.resolve(key) + " cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void delete(String key) throws ArchiveException {
        try {
            Files.deleteIfExists(root.resolve(key));
        } catch (IOException e) {
            throw new ArchiveException(root.resolve(key) + " cannot be deleted: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {}
}
