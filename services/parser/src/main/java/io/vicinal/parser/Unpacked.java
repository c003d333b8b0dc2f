package io.vicinal.parser;

import io.vicinal.parsing.ParseAnswer.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.mime.MediaType;
import org.apache.tika.mime.MediaTypeRegistry;

/**
 * Unpacks a file that is a ZIP archive inside (Office Open XML, OpenDocument, EPUB) once to nowhere, before anything is
 * built from it: what its directory says of sizes need not be true.
 */
final class Unpacked {
    /** Up to this size the ratio says nothing: a small file of blanks shrinks to next to nothing. */
    private static final long RATIO_FROM_BYTES = 10 << 20;
    /** Deflate makes a thousandth of zeros and seldom less than a fiftieth of documents. */
    private static final long MOST_RATIO = 200;

    private static final int BUFFER_BYTES = 64 << 10;

    /** @throws RefusalException where it unpacks to more than the limit, or to far more than it is */
    static void check(TikaInputStream in, MediaType type, MediaTypeRegistry registry, long limit)
            throws IOException, RefusalException {
        if (!registry.isInstanceOf(type, MediaType.APPLICATION_ZIP)) {
            return;
        }
        Path file = in.getPath();
        long most = Math.min(limit, Math.max(RATIO_FROM_BYTES, MOST_RATIO * in.getLength()));
        byte[] buffer = new byte[BUFFER_BYTES];
        long bytes = 0;
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                try (InputStream unpacked = zip.getInputStream(entry)) {
                    for (int read = unpacked.read(buffer); read >= 0; read = unpacked.read(buffer)) {
                        bytes += read;
                        if (bytes > most) {
                            throw new RefusalException(
                                    Reason.OVER_LIMITS,
                                    "The file unpacks to more than %,d bytes, too much for its %,d bytes; files like that are not read."
                                            .formatted(most, in.getLength()));
                        }
                    }
                }
            }
        }
    }

    private Unpacked() {}
}
