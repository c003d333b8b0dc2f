package io.vicinal.embedding.remote;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.vicinal.onnx.schedule.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Take batches off the queue, a request each, on threads that cost nothing while they wait for the server. */
final class RemoteWorkers implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RemoteWorkers.class);
    /** Between two tries of what is patient. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final String model;
    private final RemoteSettings settings;
    private final RemoteQueue queue;
    private final RemoteCalls calls;
    private final MeterRegistry metrics;
    private final List<Thread> threads = new ArrayList<>();

    RemoteWorkers(String model, RemoteSettings settings, RemoteQueue queue, RemoteCalls calls, MeterRegistry metrics) {
        this.model = model;
        this.settings = settings;
        this.queue = queue;
        this.calls = calls;
        this.metrics = metrics;
        for (Lane lane : Lane.values()) {
            Gauge.builder("vicinal.embedding.remote.queue.texts", queue, q -> q.texts(lane))
                    .description("Texts on their way to a remote model and back")
                    .tags("model", model, "lane", lane.tag())
                    .register(metrics);
        }
        Gauge.builder("vicinal.embedding.remote.circuit.open", calls, c -> c.isOpen() ? 1 : 0)
                .description("1 while a remote model is left alone, because it failed too often")
                .tags("model", model)
                .register(metrics);
        for (int i = 0; i < settings.requests(); i++) {
            boolean interactiveOnly = i == 0 && settings.requests() > 1;
            threads.add(
                    Thread.ofVirtual().name("vicinal-remote-" + model + "-" + i).start(() -> run(interactiveOnly)));
        }
    }

    private void run(boolean interactiveOnly) {
        try {
            for (List<RemoteJob> batch = queue.take(settings.batchTexts(), interactiveOnly);
                    !batch.isEmpty();
                    batch = queue.take(settings.batchTexts(), interactiveOnly)) {
                send(batch);
            }
        } catch (InterruptedException _) {
            // closed
        }
    }

    private void send(List<RemoteJob> batch) throws InterruptedException {
        Timer.Sample sample = Timer.start();
        String outcome = "cancelled";
        try {
            List<float[]> vectors =
                    calls.embed(batch.stream().map(RemoteJob::text).toList());
            outcome = "encoded";
            for (int i = 0; i < batch.size(); i++) {
                count(batch.get(i).vector().complete(vectors.get(i)) ? "encoded" : "cancelled");
            }
        } catch (RemoteException e) {
            outcome = e.kind().name().toLowerCase(Locale.ROOT);
            failed(batch, e);
        } catch (InterruptedException e) {
            batch.forEach(job -> job.vector().completeExceptionally(RemoteQueue.closing()));
            throw e;
        } finally {
            sample.stop(Timer.builder("vicinal.embedding.remote.duration")
                    .description("A request to a remote model, with the tries it took")
                    .tags("model", model, "outcome", outcome)
                    .register(metrics));
        }
    }

    private void failed(List<RemoteJob> batch, RemoteException e) throws InterruptedException {
        if (e.kind() == RemoteException.Kind.TEXT && batch.size() > 1) {
            for (RemoteJob job : batch) { // one of them may be at fault
                send(List.of(job));
            }
            return;
        }
        log.atLevel(calls.isOpen() ? Level.DEBUG : Level.WARN)
                .addKeyValue("model", model)
                .addKeyValue("texts", batch.size())
                .addKeyValue("reason", e.getMessage())
                .log("remote model failed");
        for (RemoteJob job : batch) {
            if (e.mayPass() && !job.patience().hasPassed()) {
                later(job, e.retryAfter());
            } else {
                count("failed");
                job.vector().completeExceptionally(e.problem(model));
            }
        }
    }

    private void later(RemoteJob job, Duration asked) {
        Duration pause = asked.compareTo(PAUSE) > 0 ? asked : PAUSE;
        Duration most = settings.patience();
        CompletableFuture.delayedExecutor(Math.min(pause.toMillis(), most.toMillis()), TimeUnit.MILLISECONDS)
                .execute(() -> queue.putBack(job));
    }

    private void count(String outcome) {
        Counter.builder("vicinal.embedding.remote.texts")
                .description("Texts sent to a remote model, by what became of them")
                .tags(Tags.of("model", model, "outcome", outcome))
                .register(metrics)
                .increment();
    }

    @Override
    public void close() {
        queue.close();
        threads.forEach(Thread::interrupt);
        metrics.getMeters().stream()
                .filter(meter -> meter.getId().getName().startsWith("vicinal.embedding.remote.")
                        && model.equals(meter.getId().getTag("model")))
                .forEach(metrics::remove);
    }
}
