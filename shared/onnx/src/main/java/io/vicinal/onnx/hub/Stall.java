package io.vicinal.onnx.hub;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** Ends the reading of a body from which nothing comes any more. */
final class Stall implements AutoCloseable {
    private final Thread watch;
    private volatile long movedAt = System.nanoTime();

    Stall(InputStream body, Duration atMost) {
        watch = Thread.ofVirtual().name("vicinal-hub-stall").start(() -> {
            try {
                for (long left = atMost.toNanos(); left > 0; left = atMost.toNanos() - (System.nanoTime() - movedAt)) {
                    Thread.sleep(Duration.ofNanos(left));
                }
                body.close();
            } catch (InterruptedException | IOException _) {
                // read to its end, or closed already
            }
        });
    }

    void moved() {
        movedAt = System.nanoTime();
    }

    @Override
    public void close() {
        watch.interrupt();
    }
}
