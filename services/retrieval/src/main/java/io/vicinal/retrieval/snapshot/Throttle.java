package io.vicinal.retrieval.snapshot;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import org.apache.lucene.store.RateLimiter.SimpleRateLimiter;

/** Streams that together are read no faster than a rate, and no more once it is stopped. */
final class Throttle {
    private final SimpleRateLimiter limiter;
    private volatile boolean stopped;

    Throttle(long bytesPerSecond) {
        limiter = new SimpleRateLimiter(bytesPerSecond / (1024.0 * 1024.0));
    }

    void stop() {
        stopped = true;
    }

    InputStream of(InputStream in) {
        return new FilterInputStream(in) {
            private long unpaid;

            @Override
            public int read() throws IOException {
                int read = super.read();
                pay(read < 0 ? 0 : 1);
                return read;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int read = super.read(bytes, offset, length);
                pay(Math.max(0, read));
                return read;
            }

            private void pay(int bytes) throws IOException {
                if (stopped) {
                    throw new InterruptedIOException("the node is shutting down");
                }
                unpaid += bytes;
                if (unpaid >= limiter.getMinPauseCheckBytes()) {
                    limiter.pause(unpaid);
                    unpaid = 0;
                }
            }

            @Override
            public boolean markSupported() {
                return false; // what is read again is sent again
            }
        };
    }
}
