package io.vicinal.ingestion.parse;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vicinal.ingestion.parse.ParserEnded.Why;
import io.vicinal.parsing.Frames;
import io.vicinal.parsing.ParseAnswer;
import io.vicinal.parsing.ParseRequest;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One process. It gets none of our environment, a folder of its own, and files by their path; it ends with our end of its
 * standard input. Used by one thread at a time; anybody may {@link #kill} it.
 */
final class ParserProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(30);
    /** The JVM's, of {@code -XX:+ExitOnOutOfMemoryError}. */
    private static final int OUT_OF_MEMORY = 3;

    private static final int COMPLAINT_BYTES = 2048;

    private final Process process;
    private boolean closed;
    private final Path folder;
    private final ScheduledExecutorService clock;
    private final InputStream answers;
    private final OutputStream requests;
    private volatile @Nullable Why killedFor;
    private volatile String complaint = "";
    private int files;

    private ParserProcess(Process process, Path folder, ScheduledExecutorService clock) {
        this.process = process;
        this.folder = folder;
        this.clock = clock;
        this.answers = new BufferedInputStream(process.getInputStream());
        this.requests = new BufferedOutputStream(process.getOutputStream());
        Thread.ofVirtual().name("parser-complaints").start(this::listen);
    }

    /** Blocks until it is up, a second or so. */
    static ParserProcess start(
            ParserProgram program, FileProperties settings, Spool spool, ScheduledExecutorService clock)
            throws IOException {
        Path folder = spool.subfolder();
        ProcessBuilder builder = new ProcessBuilder(program.command(settings, folder)).directory(folder.toFile());
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("LC_ALL", "C.UTF-8");
        try {
            ParserProcess started = new ParserProcess(builder.start(), folder, clock);
            ScheduledFuture<?> limit = started.killAfter(START);
            try {
                Frames.readReady(started.answers);
                return started;
            } catch (IOException e) {
                started.close();
                throw new IOException("The process did not start: " + started.complaint, e);
            } finally {
                limit.cancel(false);
            }
        } catch (IOException e) {
            Spool.remove(folder);
            throw e;
        }
    }

    /** Blocks until it has answered or has been killed. After a failure it is of no more use. */
    ParseAnswer parse(ParseRequest request, Duration timeout) throws ParserEnded {
        files++;
        ScheduledFuture<?> limit = killAfter(timeout);
        try {
            Frames.writeRequest(requests, request);
            return Frames.readAnswer(answers, request.limits().textBytes());
        } catch (IOException e) {
            throw new ParserEnded(why(), e);
        } finally {
            limit.cancel(false);
        }
    }

    private ScheduledFuture<?> killAfter(Duration time) {
        return clock.schedule(() -> kill(Why.TIMEOUT), time.toMillis(), TimeUnit.MILLISECONDS);
    }

    private Why why() {
        try {
            if (!process.waitFor(1, TimeUnit.SECONDS)) { // it lives and has said something that is no answer
                process.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        Why known = killedFor;
        if (known != null) {
            return known;
        }
        if (process.isAlive()) {
            return Why.CRASH;
        }
        return switch (process.exitValue()) {
            case OUT_OF_MEMORY -> Why.MEMORY;
            case Frames.RETIRED -> Why.RETIRED;
            default -> Why.CRASH;
        };
    }

    void kill(Why why) {
        killedFor = why;
        process.destroyForcibly();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** How many it has been given. */
    int files() {
        return files;
    }

    /** What the JVM said on standard error; the parsers' own logs go nowhere, so no text of files is in it. */
    String complaint() {
        return complaint;
    }

    private void listen() {
        try (InputStream errors = process.getErrorStream()) {
            complaint = new String(errors.readNBytes(COMPLAINT_BYTES), UTF_8).strip();
            errors.transferTo(OutputStream.nullOutputStream());
        } catch (IOException _) {
            // it has ended
        }
    }

    /** By its own slot, and by whoever stops the service: the second waits for the first. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        process.destroyForcibly();
        try {
            process.waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        Spool.remove(folder);
    }
}
