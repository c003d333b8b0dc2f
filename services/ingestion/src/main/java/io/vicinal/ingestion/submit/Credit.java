package io.vicinal.ingestion.submit;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** Bounds the records, and their bytes, that one body has on their way to the broker. One waits at a time. */
final class Credit {
    private final int maxRecords;
    private final long maxBytes;
    private int records;
    private long bytes;
    private int wanted;
    private @Nullable MonoSink<Void> waiting;
    private @Nullable MonoSink<Void> waitingForAll;

    Credit(int maxRecords, long maxBytes) {
        this.maxRecords = maxRecords;
        this.maxBytes = maxBytes;
    }

    /** Takes it where there is room; a record larger than the bound goes alone. */
    synchronized boolean tryAcquire(int size) {
        if (records > 0 && (records == maxRecords || bytes + size > maxBytes)) {
            return false;
        }
        records++;
        bytes += size;
        return true;
    }

    /** Completes, on the thread of a release, once it is taken. */
    Mono<Void> acquire(int size) {
        return Mono.create(sink -> {
            synchronized (this) {
                if (!tryAcquire(size)) {
                    wanted = size;
                    waiting = sink;
                    return;
                }
            }
            sink.success();
        });
    }

    void release(int size) {
        MonoSink<Void> next = null;
        MonoSink<Void> last = null;
        synchronized (this) {
            records--;
            bytes -= size;
            if (waiting != null && tryAcquire(wanted)) {
                next = waiting;
                waiting = null;
            }
            if (records == 0) {
                last = waitingForAll;
                waitingForAll = null;
            }
        }
        if (next != null) {
            next.success();
        }
        if (last != null) {
            last.success();
        }
    }

    /** Completes when nothing is on its way any more. */
    Mono<Void> allReleased() {
        return Mono.create(sink -> {
            synchronized (this) {
                if (records > 0) {
                    waitingForAll = sink;
                    return;
                }
            }
            sink.success();
        });
    }
}
