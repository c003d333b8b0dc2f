package io.vicinal.embedding.ingest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Collection;
import java.util.function.Supplier;

/** What the document side tells of itself. */
final class IngestMetrics {
    private final MeterRegistry registry;
    private final Timer duration;
    private final Timer cutting;
    private final Timer compressing;
    private final Counter passages;
    private final Counter weighedInPart;
    private final Counter wordsLeft;

    /**
     * @param compressible passages for a thread that compresses
     */
    IngestMetrics(MeterRegistry registry, Collection<?> compressible) {
        this.registry = registry;
        duration = Timer.builder("vicinal.embedding.ingest.duration")
                .description("A document from its record to its embedded passages")
                .publishPercentileHistogram()
                .register(registry);
        cutting = Timer.builder("vicinal.embedding.chunk.duration")
                .description(
                        "Parsing, checking, cutting and tokenizing a document, and waiting for room in the encoder")
                .register(registry);
        compressing = Timer.builder("vicinal.embedding.compress.duration")
                .description("Pooling and quantising the token vectors of a passage")
                .register(registry);
        passages = Counter.builder("vicinal.embedding.passages")
                .description("Passages embedded")
                .register(registry);
        weighedInPart = Counter.builder("vicinal.embedding.sparse.truncated")
                .description(
                        "Passages that are longer than their collection's sparse model reads; their ends were not weighed")
                .register(registry);
        wordsLeft = Counter.builder("vicinal.embedding.sparse.cut")
                .description("Words of passages whose sparse weights were left out, as the lightest of too many")
                .register(registry);
        registry.gaugeCollectionSize("vicinal.embedding.compress.queue", Tags.empty(), compressible);
    }

    /** Documents of a version that wait for a thread that cuts; to be taken out again with {@link #remove}. */
    Gauge cutQueue(int version, Collection<?> waiting) {
        return Gauge.builder("vicinal.embedding.ingest.queue", waiting, Collection::size)
                .description("Documents that wait to be cut into passages")
                .tag("version", Integer.toString(version))
                .register(registry);
    }

    void remove(Meter meter) {
        registry.remove(meter);
    }

    Timer.Sample start() {
        return Timer.start(registry);
    }

    void cut(Timer.Sample sample) {
        sample.stop(cutting);
    }

    void weighedInPart() {
        weighedInPart.increment();
    }

    void wordsLeft(int count) {
        wordsLeft.increment(count);
    }

    <T> T compressing(Supplier<T> work) {
        Timer.Sample sample = Timer.start(registry);
        try {
            return work.get();
        } finally {
            sample.stop(compressing);
        }
    }

    /** @param outcome encoded, known (nothing of it had to be encoded), own_vector, tombstone, failed or cancelled */
    void done(Timer.Sample sample, String outcome, int passageCount) {
        sample.stop(duration);
        passages.increment(passageCount);
        registry.counter("vicinal.embedding.documents", "outcome", outcome).increment();
    }
}
