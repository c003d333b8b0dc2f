package io.vicinal.inference.ingest;

import java.util.Map;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Which collections' new documents wait, as details: the service itself is well, and answers requests. */
final class IngestHealth implements HealthIndicator {
    private final IngestStages stages;

    IngestHealth(IngestStages stages) {
        this.stages = stages;
    }

    @Override
    public Health health() {
        Map<String, String> heldUp = stages.heldUp();
        Health.Builder health = Health.up().withDetail("collections", stages.count());
        return (heldUp.isEmpty() ? health : health.withDetail("heldUp", heldUp)).build();
    }
}
