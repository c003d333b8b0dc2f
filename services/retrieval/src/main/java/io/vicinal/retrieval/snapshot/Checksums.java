package io.vicinal.retrieval.snapshot;

import io.vicinal.retrieval.shard.HeldCommit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The checksums of a shard's files, each worked out once: Lucene never writes a file again. One that has another inode,
 * time or length under the same name is another, of an index that was built anew.
 */
final class Checksums {
    private record Identity(String name, @Nullable Object inode, FileTime modified, long bytes) {}

    private final Map<Identity, Manifest.IndexFile> known = new HashMap<>();

    /** The files of a commit; those of earlier ones are forgotten. */
    synchronized List<Manifest.IndexFile> of(HeldCommit commit) throws IOException {
        Map<Identity, Manifest.IndexFile> now = new HashMap<>();
        List<Manifest.IndexFile> files = new ArrayList<>();
        for (String name : commit.files()) {
            Path path = commit.folder().resolve(name);
            BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
            Identity identity = new Identity(name, file.fileKey(), file.lastModifiedTime(), file.size());
            Manifest.IndexFile found = known.get(identity);
            if (found == null) {
                found = new Manifest.IndexFile(name, file.size(), sha256(path));
            }
            now.put(identity, found);
            files.add(found);
        }
        known.clear();
        known.putAll(now);
        return files;
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return hex(digest);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }
}
