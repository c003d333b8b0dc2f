package io.vicinal.ingestion.files;

import io.vicinal.ingestion.parse.Spool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/** A file's bytes on disk, up to the limit; what is over it is only passed over. Deleted when closed. */
final class Upload implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;
    private final long limit;
    private long bytes;

    /** Blocks. */
    Upload(Spool spool, long limit) {
        this.limit = limit;
        try {
            this.file = spool.file();
            this.channel = FileChannel.open(file, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Blocks, and releases the buffer. */
    void write(DataBuffer buffer) {
        try {
            bytes += buffer.readableByteCount();
            if (bytes <= limit) {
                try (DataBuffer.ByteBufferIterator parts = buffer.readableByteBuffers()) {
                    while (parts.hasNext()) {
                        ByteBuffer part = parts.next();
                        while (part.hasRemaining()) {
                            channel.write(part);
                        }
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            DataBufferUtils.release(buffer);
        }
    }

    long limit() {
        return limit;
    }

    boolean isOverLimit() {
        return bytes > limit;
    }

    Path file() {
        return file;
    }

    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
