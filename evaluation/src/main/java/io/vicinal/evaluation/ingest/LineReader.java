package io.vicinal.evaluation.ingest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Lines as bytes, so that what is not UTF-8 reaches the platform unaltered; memory is bounded by one line's limit. */
final class LineReader implements AutoCloseable {
    private final InputStream in;
    private final int limit;
    private final byte[] buffer = new byte[1 << 16];
    private int position;
    private int filled;
    private long bytesRead;

    LineReader(InputStream in, int limit) {
        this.in = in;
        this.limit = limit;
    }

    /** @param tooLong whether the line is over the limit; its bytes are then not kept */
    record Line(byte[] bytes, boolean tooLong) {
        boolean isBlank() {
            for (byte b : bytes) {
                if (b != ' ' && b != '\t' && b != '\r') {
                    return false;
                }
            }
            return !tooLong;
        }
    }

    /** @return the next line without its end, or null at the end of the stream */
    @Nullable
    Line next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        boolean tooLong = false;
        boolean any = false;
        while (position < filled || fill()) {
            any = true;
            int end = position;
            while (end < filled && buffer[end] != '\n') {
                end++;
            }
            tooLong |= line.size() + (end - position) > limit;
            if (tooLong) {
                line.reset();
            } else {
                line.write(buffer, position, end - position);
            }
            boolean ended = end < filled;
            bytesRead += end - position + (ended ? 1 : 0);
            position = ended ? end + 1 : end;
            if (ended) {
                break;
            }
        }
        return any ? new Line(line.toByteArray(), tooLong) : null;
    }

    private boolean fill() throws IOException {
        position = 0;
        filled = Math.max(0, in.read(buffer));
        return filled > 0;
    }

    /** Bytes of the stream up to the end of the last line. */
    long bytesRead() {
        return bytesRead;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
