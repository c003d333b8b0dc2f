package io.vicinal.ingestion.parse;

import io.vicinal.contracts.error.Problem;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.ingestion.parse.ParserEnded.Why;
import io.vicinal.parsing.ParseAnswer;
import io.vicinal.parsing.ParseAnswer.Parsed;
import io.vicinal.parsing.ParseAnswer.Refused;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A place for one process: starts it, gives it files, replaces it. Used by one thread at a time. */
final class ParserSlot {
    private static final Logger log = LoggerFactory.getLogger(ParserSlot.class);

    private final FileProperties settings;
    private final Parsers.Finder program;
    private final Spool spool;
    private final ScheduledExecutorService clock;
    private final ParseMeters meters;
    private volatile @Nullable ParserProcess process;
    private volatile long lastUsed = System.nanoTime();

    ParserSlot(
            FileProperties settings,
            Parsers.Finder program,
            Spool spool,
            ScheduledExecutorService clock,
            ParseMeters meters) {
        this.settings = settings;
        this.program = program;
        this.spool = spool;
        this.clock = clock;
        this.meters = meters;
    }

    void run(ParseJob job) {
        if (job.isCancelled()) {
            return;
        }
        ParserProcess ready;
        try {
            ready = ready();
        } catch (IOException e) {
            log.atError().setCause(e).log("no process to read files could be started");
            job.fail(ProblemType.SERVICE_UNAVAILABLE.exception(
                    null, "No process to read files could be started; the log says why."));
            return;
        }
        if (job.begin(ready)) {
            parse(job, ready);
            lastUsed = System.nanoTime();
            if (ready.files() >= settings.filesPerProcess()) {
                end("worn");
            }
        }
    }

    private void parse(ParseJob job, ParserProcess by) {
        long startedAt = System.nanoTime();
        @Nullable String type = null;
        String outcome;
        try {
            ParseAnswer answer = by.parse(job.request(), settings.timeout());
            job.end();
            type = type(answer);
            outcome = answer instanceof Refused refused ? refused.reason().name() : "parsed";
            job.succeed(answer);
        } catch (ParserEnded e) {
            job.end();
            outcome = e.why().name();
            if (e.why() != Why.CANCELLED) {
                log.atWarn()
                        .addKeyValue("reason", outcome)
                        .addKeyValue("jvm", by.complaint())
                        .log("a process that read a file was ended");
            }
            end(outcome);
            if (e.why() == Why.RETIRED) { // it has not looked at this file
                run(job);
                return;
            }
            job.fail(problem(e.why()).exception());
        }
        meters.read(type, outcome, System.nanoTime() - startedAt);
    }

    private Problem problem(Why why) {
        return ProblemType.FILE_OVER_LIMITS.of(
                null,
                switch (why) {
                    case TIMEOUT ->
                        "Reading the file took longer than %d s and was given up."
                                .formatted(settings.timeout().toSeconds());
                    case MEMORY ->
                        "Reading the file took more than %d MiB of memory and was given up."
                                .formatted(settings.memory().toMegabytes());
                    case CRASH, CANCELLED, RETIRED -> "The process that read the file ended; the file was given up.";
                });
    }

    private static @Nullable String type(ParseAnswer answer) {
        return switch (answer) {
            case Parsed parsed -> parsed.contentType();
            case Refused refused -> refused.contentType();
        };
    }

    private ParserProcess ready() throws IOException {
        ParserProcess current = process;
        if (current != null && current.isAlive()) {
            return current;
        }
        if (current != null) {
            end("crash");
        }
        long startedAt = System.nanoTime();
        ParserProcess started = ParserProcess.start(program.find(), settings, spool, clock);
        process = started;
        meters.started();
        log.atInfo()
                .addKeyValue("pid", started.pid())
                .addKeyValue("took_ms", (System.nanoTime() - startedAt) / 1_000_000)
                .log("a process to read files is up");
        return started;
    }

    boolean idleFor(Duration time) {
        return process != null && System.nanoTime() - lastUsed > time.toNanos();
    }

    void endIdle() {
        if (process != null) {
            end("idle");
        }
    }

    private void end(String reason) {
        ParserProcess ended = process;
        process = null;
        if (ended != null) {
            meters.ended(reason);
            ended.close();
        }
    }

    /** From whatever thread: who waits for it gets a failure. */
    void shutDown() {
        ParserProcess running = process;
        if (running != null) {
            running.close();
        }
    }
}
