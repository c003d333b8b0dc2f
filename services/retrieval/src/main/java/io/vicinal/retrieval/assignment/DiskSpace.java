package io.vicinal.retrieval.assignment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the disk of the indexes has room to write. Looks once a second at most. Thread-safe. */
final class DiskSpace {
    private static final Logger log = LoggerFactory.getLogger(DiskSpace.class);
    private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

    private final Path data;
    private final long wanted;
    private long lookedAt = System.nanoTime() - LOOK_NANOS;
    private Optional<String> shortage = Optional.empty();

    /** @param wanted bytes that must be free for indexes to be written */
    DiskSpace(Path data, long wanted) {
        this.data = data;
        this.wanted = wanted;
    }

    /** Why nothing is to be written now, in a sentence; empty where there is room. */
    synchronized Optional<String> shortage() {
        if (System.nanoTime() - lookedAt >= LOOK_NANOS) {
            lookedAt = System.nanoTime();
            look();
        }
        return shortage;
    }

    private void look() {
        long free;
        try {
            Files.createDirectories(data);
            free = Files.getFileStore(data).getUsableSpace();
        } catch (IOException e) {
            log.atDebug().setCause(e).log("free space is not known");
            return; // whoever writes will find out
        }
        boolean before = shortage.isPresent();
        shortage = free >= wanted
                ? Optional.empty()
                : Optional.of("The disk of its index is full (%d MB free, %d MB wanted): it goes on when there is room."
                        .formatted(free >> 20, wanted >> 20));
        if (before != shortage.isPresent()) {
            log.atWarn()
                    .addKeyValue("folder", data)
                    .addKeyValue("freeBytes", free)
                    .addKeyValue("wantedBytes", wanted)
                    .log(before ? "there is room again, indexes are written on" : "disk full, indexes are only read");
        }
    }
}
