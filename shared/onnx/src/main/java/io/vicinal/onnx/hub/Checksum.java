package io.vicinal.onnx.hub;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What the hub says of a file's content: SHA-256 of a large file (LFS), Git's SHA-1 of any other.
 *
 * @param hex lower case
 */
record Checksum(String hex) {
    private static final int SHA1_DIGITS = 40;
    private static final int SHA256_DIGITS = 64;

    /** Of an {@code ETag}, quoted or weak; empty where it is no checksum. */
    static Optional<Checksum> of(String etag) {
        String hex = etag.strip().replaceFirst("^W/", "").replace("\"", "");
        return hex.matches("[0-9a-f]{40}|[0-9a-f]{64}") ? Optional.of(new Checksum(hex)) : Optional.empty();
    }

    boolean matches(Path file) throws IOException {
        MessageDigest digest = digest(hex.length() == SHA256_DIGITS ? "SHA-256" : "SHA-1");
        if (hex.length() == SHA1_DIGITS) {
            digest.update(("blob " + Files.size(file) + '\0').getBytes(StandardCharsets.UTF_8));
        }
        byte[] buffer = new byte[1 << 16];
        try (InputStream content = Files.newInputStream(file)) {
            for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest()).equals(hex);
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }
}
