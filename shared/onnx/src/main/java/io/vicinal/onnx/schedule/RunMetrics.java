package io.vicinal.onnx.schedule;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What the scheduler tells of itself. Meters are looked up once. */
final class RunMetrics {
    private final Timer run;
    private final Timer read;
    private final Counter padding;
    private final Map<Lane, Timer> wait = new EnumMap<>(Lane.class);
    private final Map<Lane, Map<Outcome, Counter>> texts = new EnumMap<>(Lane.class);
    private final Map<Lane, Map<Outcome, Counter>> tokens = new EnumMap<>(Lane.class);
    private final MeterRegistry registry;
    private final Tags model;

    RunMetrics(MeterRegistry registry, String model) {
        this.registry = registry;
        this.model = Tags.of("model", model);
        run = Timer.builder("vicinal.onnx.run.duration")
                .description("One run of the model, of one text or of short texts together")
                .tags(this.model)
                .publishPercentileHistogram()
                .register(registry);
        read = Timer.builder("vicinal.onnx.read.duration")
                .description("Pooling, and taking what is wanted out of a run's output")
                .tags(this.model)
                .register(registry);
        padding = Counter.builder("vicinal.onnx.padding.tokens")
                .description("Padding in runs of several texts")
                .tags(this.model)
                .register(registry);
        for (Lane lane : Lane.values()) {
            Tags tags = this.model.and("lane", lane.tag());
            wait.put(
                    lane,
                    Timer.builder("vicinal.onnx.queue.duration")
                            .description("From submission to the start of the run")
                            .tags(tags)
                            .register(registry));
            texts.put(lane, counters("vicinal.onnx.texts", "Texts by what became of them", tags));
            tokens.put(lane, counters("vicinal.onnx.tokens", "Tokens by what became of their text", tags));
        }
    }

    private Map<Outcome, Counter> counters(String name, String description, Tags tags) {
        Map<Outcome, Counter> counters = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            counters.put(
                    outcome,
                    Counter.builder(name)
                            .description(description)
                            .tags(tags.and("outcome", outcome.tag()))
                            .register(registry));
        }
        return counters;
    }

    void watch(RunQueue queue) {
        for (Lane lane : Lane.values()) {
            Tags tags = model.and("lane", lane.tag());
            Gauge.builder("vicinal.onnx.queue.texts", queue, q -> q.texts(lane))
                    .description("Texts that wait")
                    .tags(tags)
                    .register(registry);
            Gauge.builder("vicinal.onnx.queue.tokens", queue, q -> q.tokens(lane))
                    .description("Tokens that wait")
                    .tags(tags)
                    .register(registry);
        }
    }

    void count(Job<?> job, Outcome outcome) {
        of(of(texts, job.lane()), outcome).increment();
        of(of(tokens, job.lane()), outcome).increment(job.tokens());
    }

    void started(List<Job<?>> run) {
        long now = System.nanoTime();
        int longest = Run.longest(run);
        for (Job<?> job : run) {
            of(wait, job.lane()).record(Duration.ofNanos(now - job.queuedAt));
            padding.increment(longest - job.tokens());
        }
    }

    void ran(long nanos) {
        run.record(Duration.ofNanos(nanos));
    }

    void read(long nanos) {
        read.record(Duration.ofNanos(nanos));
    }

    private static <K extends Enum<K>, V> V of(Map<K, V> meters, K key) {
        return Objects.requireNonNull(meters.get(key));
    }
}
