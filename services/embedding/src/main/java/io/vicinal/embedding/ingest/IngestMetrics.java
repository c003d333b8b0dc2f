package io.vicinal.embedding.ingest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Collection;

/** What the document side tells of itself. */
final class IngestMetrics {
    private final MeterRegistry registry;
    private final Timer duration;
    private final Timer cutting;
    private final Counter passages;

    IngestMetrics(MeterRegistry registry, Collection<?> waiting) {
        this.registry = registry;
        duration = Timer.builder("vicinal.embedding.ingest.duration")
                .description("A document from its record to its embedded passages")
                .publishPercentileHistogram()
                .register(registry);
        cutting = Timer.builder("vicinal.embedding.chunk.duration")
                .description(
                        "Parsing, checking, cutting and tokenizing a document, and waiting for room in the encoder")
                .register(registry);
        passages = Counter.builder("vicinal.embedding.passages")
                .description("Passages embedded")
                .register(registry);
        registry.gaugeCollectionSize("vicinal.embedding.ingest.queue", Tags.empty(), waiting);
    }

    Timer.Sample start() {
        return Timer.start(registry);
    }

    void cut(Timer.Sample sample) {
        sample.stop(cutting);
    }

    /** @param outcome encoded, own_vector, tombstone, failed or cancelled */
    void done(Timer.Sample sample, String outcome, int passageCount) {
        sample.stop(duration);
        passages.increment(passageCount);
        registry.counter("vicinal.embedding.documents", "outcome", outcome).increment();
    }
}
