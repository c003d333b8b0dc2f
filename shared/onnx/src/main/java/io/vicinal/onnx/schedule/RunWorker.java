package io.vicinal.onnx.schedule;

import io.vicinal.onnx.session.GraphSession;
import io.vicinal.onnx.session.RunException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes runs off the queue for one session until the queue closes. */
final class RunWorker extends Thread {
    private static final Logger log = LoggerFactory.getLogger(RunWorker.class);

    private final GraphSession session;
    private final RunQueue queue;
    private final RunMetrics metrics;
    private final Pace pace;

    /** Told how long a run took. */
    @FunctionalInterface
    interface Pace {
        void ran(long nanos, int tokens);
    }

    RunWorker(String name, GraphSession session, RunQueue queue, RunMetrics metrics, Pace pace) {
        super(name);
        setDaemon(true);
        this.session = session;
        this.queue = queue;
        this.metrics = metrics;
        this.pace = pace;
    }

    @Override
    public void run() {
        try {
            for (List<Job<?>> run = queue.take(); !run.isEmpty(); run = queue.take()) {
                metrics.started(run);
                try {
                    execute(run);
                } finally {
                    if (run.getFirst().lane() == Lane.BULK) {
                        queue.bulkRunEnded();
                    }
                }
            }
        } catch (InterruptedException e) {
            log.atWarn().addKeyValue("worker", getName()).log("worker interrupted, it ends");
        }
    }

    private void execute(List<Job<?>> run) {
        try {
            long start = System.nanoTime();
            long[] end = {start};
            session.run(run.stream().map(job -> job.text).toList(), (text, rows, first, count, dimensions) -> {
                if (text == 0) {
                    end[0] = System.nanoTime();
                    long nanos = end[0] - start;
                    metrics.ran(nanos);
                    pace.ran(nanos, Run.tokens(run));
                }
                metrics.count(run.get(text), run.get(text).read(rows, first, count, dimensions));
            });
            metrics.read(System.nanoTime() - end[0]);
        } catch (RunException e) {
            retryAlone(run, e);
        } catch (RuntimeException | Error e) { // the worker outlives whatever one text does to it
            fail(run, new RunException("The run failed: " + e, e));
        }
    }

    /** One text of several may be at fault; each gets a run of its own. */
    private void retryAlone(List<Job<?>> run, RunException cause) {
        if (run.size() == 1) {
            fail(run, cause);
        } else {
            run.forEach(job -> execute(List.of(job)));
        }
    }

    private void fail(List<Job<?>> run, RunException cause) {
        log.atWarn()
                .addKeyValue("texts", run.size())
                .addKeyValue("tokens", Run.tokens(run))
                .setCause(cause)
                .log("run failed");
        for (Job<?> job : run) {
            metrics.count(job, Outcome.FAILED);
            job.fail(cause);
        }
    }

    void end() {
        boolean interrupted = false;
        while (isAlive()) {
            try {
                join();
            } catch (InterruptedException e) {
                interrupted = true; // a session must not be closed under a run
            }
        }
        session.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
