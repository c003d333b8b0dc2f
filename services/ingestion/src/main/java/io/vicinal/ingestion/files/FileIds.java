package io.vicinal.ingestion.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vicinal.contracts.document.DocumentLimits;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The id of a file that is given none: its name, so that sending it again replaces its document. */
final class FileIds {
    private static final int KEPT_CHARACTERS = 100;

    /** @return at most 512 bytes; of longer names the beginning and a digest of the whole */
    static String of(String name) {
        byte[] bytes = name.getBytes(UTF_8);
        if (bytes.length <= DocumentLimits.ID_BYTES) {
            return name;
        }
        int kept = Character.isHighSurrogate(name.charAt(KEPT_CHARACTERS - 1)) ? KEPT_CHARACTERS - 1 : KEPT_CHARACTERS;
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return name.substring(0, kept) + '-' + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private FileIds() {}
}
