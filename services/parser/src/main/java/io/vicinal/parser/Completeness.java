package io.vicinal.parser;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.tika.mime.MediaType;

/** PDFs are read even where they break off, as far as they go; this tells. */
final class Completeness {
    private static final MediaType PDF = MediaType.application("pdf");
    /** Some programs write a little behind the end. */
    private static final int TAIL_BYTES = 4096;

    static Optional<String> check(Path file, MediaType type) throws IOException {
        if (!type.getBaseType().equals(PDF)) {
            return Optional.empty();
        }
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
            byte[] tail = new byte[(int) Math.min(TAIL_BYTES, bytes.length())];
            bytes.seek(bytes.length() - tail.length);
            bytes.readFully(tail);
            return new String(tail, ISO_8859_1).contains("%%EOF")
                    ? Optional.empty()
                    : Optional.of("The file has no end mark and may be cut off; what could be read was taken.");
        }
    }

    private Completeness() {}
}
