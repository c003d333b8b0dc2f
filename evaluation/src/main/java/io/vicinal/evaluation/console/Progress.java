package io.vicinal.evaluation.console;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * How far a job has come, with rate and time left: a bar that redraws itself on a terminal, a line every ten seconds
 * where the output goes to a file.
 */
public final class Progress implements AutoCloseable {
    private static final int WIDTH = 110;

    private static final int KIB = 1 << 10;
    private static final int MIB = 1 << 20;

    private final PrintWriter err;
    private final boolean terminal;
    private final @Nullable ProgressBarBuilder builder;
    private @Nullable ProgressBar bar;

    private Progress(@Nullable ProgressBarBuilder builder, PrintWriter err, boolean terminal) {
        this.builder = builder;
        this.err = err;
        this.terminal = terminal;
    }

    /** Shows no bar, only what is said. */
    public static Progress silent(PrintWriter err) {
        return new Progress(null, err, false);
    }

    /** @param total bytes to come, or -1 where that is not known */
    public static Progress bytes(PrintWriter err, String task, long total) {
        boolean terminal = System.console() != null && System.console().isTerminal();
        boolean large = total < 0 || total > 20 * MIB;
        ProgressBarBuilder builder = new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(total)
                .setUnit(large ? " MiB" : " KiB", large ? MIB : KIB)
                .setStyle(terminal ? ProgressBarStyle.COLORFUL_UNICODE_BLOCK : ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(terminal ? 200 : 10_000)
                .showSpeed()
                .setConsumer(new DelegatingProgressBarConsumer(drawing(err, terminal), WIDTH));
        return new Progress(builder, err, terminal);
    }

    /** A file does not get the same line twice. */
    private static Consumer<String> drawing(PrintWriter err, boolean terminal) {
        AtomicReference<String> last = new AtomicReference<>("");
        return line -> {
            if (terminal) {
                err.print("\r" + line);
            } else if (!line.equals(last.getAndSet(line))) {
                err.println(line.stripTrailing());
            }
            err.flush();
        };
    }

    /** Shows the bar; the rate counts from what an earlier run had done. */
    public void start(long done) {
        if (builder != null && bar == null) {
            bar = builder.startsFrom(done, Duration.ZERO).build();
        }
    }

    public void to(long done) {
        if (bar != null) {
            bar.stepTo(done);
        }
    }

    public void note(String message) {
        if (bar != null) {
            bar.setExtraMessage(" " + message);
        }
    }

    /** Prints a line above the bar. */
    public void say(String line) {
        err.println(terminal ? "\r\u001b[K" + line : line);
        err.flush();
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            if (terminal) {
                err.println();
                err.flush();
            }
        }
    }
}
