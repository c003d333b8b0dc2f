package io.vicinal.inference.learn;

import io.vicinal.kafka.registry.CollectionRegistry;
import io.vicinal.kafka.table.LogTable;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was learned, in the log and so on every instance and after a restart. What the log does not take is kept here alone;
 * what was learned of a collection that is gone is removed.
 */
final class Kept {
    private static final Logger log = LoggerFactory.getLogger(Kept.class);

    private final LogTable<Learned> table;
    private final CollectionRegistry registry;
    /** By key, where the log has not shown it yet. */
    private final Map<String, Learned> here = new ConcurrentHashMap<>();

    Kept(LogTable<Learned> table, CollectionRegistry registry) {
        this.table = table;
        this.registry = registry;
        registry.onChange(this::removeGone);
        table.onChange(this::removeGone); // what was being learned when its collection went comes later
    }

    Optional<Learned> of(Subject subject) {
        Learned mine = of(here.get(subject.key()), subject);
        Learned logged = of(table.rows().get(subject.key()), subject);
        return Optional.ofNullable(newer(mine, logged));
    }

    private static @Nullable Learned of(@Nullable Learned learned, Subject subject) {
        return learned != null && learned.subject().equals(subject) ? learned : null;
    }

    private static @Nullable Learned newer(@Nullable Learned a, @Nullable Learned b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return a.trainedAt().isBefore(b.trainedAt()) ? b : a;
    }

    /** Serves from here on; it is on the log when that takes it. */
    void put(Learned learned) {
        String key = learned.subject().key();
        here.put(key, learned);
        table.change(key, before -> before != null && isLater(before, learned) ? before : learned)
                .whenComplete((_, failure) -> {
                    if (failure == null) {
                        here.remove(key, learned);
                    } else {
                        log.atWarn()
                                .addKeyValue("collection", learned.subject().collection())
                                .addKeyValue("field", learned.subject().field())
                                .addKeyValue("reason", String.valueOf(failure.getMessage()))
                                .log("what was learned is kept in memory alone, for the log did not take it");
                    }
                });
    }

    private static boolean isLater(Learned before, Learned learned) {
        return before.subject().equals(learned.subject()) && before.trainedAt().isAfter(learned.trainedAt());
    }

    private void removeGone() {
        here.values().removeIf(this::isGone);
        table.rows().forEach((key, learned) -> {
            if (isGone(learned)) {
                table.change(key, now -> now == null || isGone(now) ? null : now)
                        .exceptionally(failure -> {
                            log.atDebug()
                                    .addKeyValue("key", key)
                                    .setCause(failure)
                                    .log("not removed yet");
                            return null;
                        });
            }
        });
    }

    /** A version that no longer serves may serve again. */
    private boolean isGone(Learned learned) {
        Subject subject = learned.subject();
        return registry.isLoaded()
                && registry.versions(subject.collection())
                        .filter(versions -> versions.live().stream().anyMatch(subject::isOf))
                        .isEmpty();
    }
}
