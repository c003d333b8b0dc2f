package io.vicinal.ingestion.parse;

import io.micrometer.core.instrument.MeterRegistry;
import io.vicinal.contracts.document.DocumentLimits;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.parsing.ParseAnswer;
import io.vicinal.parsing.ParseLimits;
import io.vicinal.parsing.ParseRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** A few processes, and the files that wait for one, first come, first served. */
public final class Parsers implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Parsers.class);

    /** Where the program is, looked for when a file wants it. */
    interface Finder {
        ParserProgram find() throws IOException;
    }

    private final FileProperties settings;
    private final ParseLimits limits;
    private final ThreadPoolExecutor workers;
    private final List<ParserSlot> slots;
    private final LinkedBlockingDeque<ParserSlot> free;
    private final ScheduledThreadPoolExecutor clock;

    public Parsers(FileProperties settings, Spool spool, MeterRegistry meters) {
        this(settings, spool, meters, ParserProgram::find);
    }

    Parsers(FileProperties settings, Spool spool, MeterRegistry meters, Finder program) {
        this.settings = settings;
        this.limits = new ParseLimits(
                DocumentLimits.TEXT_BYTES,
                settings.depth(),
                settings.embeddedFiles(),
                settings.embeddedDepth(),
                settings.unpackedBytes().toBytes());
        int processes = settings.processesOr(Runtime.getRuntime().availableProcessors());
        this.workers = new ThreadPoolExecutor(
                processes,
                processes,
                30,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(settings.requests()),
                Thread.ofPlatform().name("files-", 0).daemon().factory());
        workers.allowCoreThreadTimeOut(true);
        this.clock = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("files-clock").daemon().factory());
        clock.setRemoveOnCancelPolicy(true);
        ParseMeters parseMeters =
                new ParseMeters(meters, () -> workers.getQueue().size());
        this.slots = Stream.generate(() -> new ParserSlot(settings, program, spool, clock, parseMeters))
                .limit(processes)
                .toList();
        this.free = new LinkedBlockingDeque<>(slots);
        long look = Math.max(1, settings.idle().toMillis() / 4);
        clock.scheduleWithFixedDelay(this::endIdle, look, look, TimeUnit.MILLISECONDS);
    }

    /**
     * Waits for a process and has it read the file. Cancelling takes the file out of the queue, or ends the process that
     * is at it.
     *
     * @return fails with {@code ProblemException}: over limits, too many requests, service unavailable
     */
    public Mono<ParseAnswer> parse(Path file, String name) {
        return Mono.create(sink -> {
            ParseJob job = new ParseJob(new ParseRequest(file, name, limits), sink);
            sink.onCancel(job::cancel);
            try {
                workers.execute(() -> run(job));
            } catch (RejectedExecutionException _) {
                sink.error(ProblemType.TOO_MANY_REQUESTS.exception(
                        null, "Too many files wait to be read. Send fewer at a time."));
            }
        });
    }

    private void run(ParseJob job) {
        ParserSlot slot;
        try {
            slot = free.takeFirst(); // as many threads as slots, so there is one
        } catch (InterruptedException _) {
            job.fail(ProblemType.SERVICE_UNAVAILABLE.exception(null, "The service is stopping; try again."));
            return;
        }
        try {
            slot.run(job);
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("reading a file failed");
            job.fail(e);
        } finally {
            free.addFirst(slot); // the one that is warm goes first
        }
    }

    private void endIdle() {
        Duration idle = settings.idle();
        for (ParserSlot slot : slots) {
            if (slot.idleFor(idle) && free.remove(slot)) {
                try {
                    slot.endIdle();
                } finally {
                    free.addLast(slot);
                }
            }
        }
    }

    @Override
    public void close() {
        workers.shutdownNow();
        slots.forEach(ParserSlot::shutDown);
        clock.shutdownNow();
    }
}
