package io.vicinal.evaluation.console;

import java.io.PrintWriter;
import java.time.Duration;
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

    private final @Nullable ProgressBar bar;
    private final PrintWriter err;
    private final boolean terminal;

    private Progress(@Nullable ProgressBar bar, PrintWriter err, boolean terminal) {
        this.bar = bar;
        this.err = err;
        this.terminal = terminal;
    }

    /** Shows no bar, only what is said. */
    public static Progress silent(PrintWriter err) {
        return new Progress(null, err, false);
    }

    /**
     * @param total in units of 1, or -1 where it is not known
     * @param unit what is counted, with a leading blank for words
     * @param unitSize how many of the counted make one shown unit
     */
    public static Progress bar(PrintWriter err, String task, long total, String unit, long unitSize) {
        boolean terminal = System.console() != null && System.console().isTerminal();
        ProgressBar bar = new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(total)
                .setUnit(unit, unitSize)
                .setStyle(terminal ? ProgressBarStyle.COLORFUL_UNICODE_BLOCK : ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(terminal ? 200 : 10_000)
                .showSpeed()
                .setConsumer(new DelegatingProgressBarConsumer(line -> draw(err, line, terminal), WIDTH))
                .build();
        return new Progress(bar, err, terminal);
    }

    private static void draw(PrintWriter err, String line, boolean terminal) {
        if (terminal) {
            err.print("\r" + line);
        } else {
            err.println(line.stripTrailing());
        }
        err.flush();
    }

    /** Starts at what an earlier run had done; the rate counts from here. */
    public void startAt(long done) {
        to(done);
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

    /** Time since the start, for a rate of one's own; zero where no bar is shown. */
    public Duration elapsed() {
        return bar == null ? Duration.ZERO : bar.getElapsedAfterStart();
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
