package io.vicinal.inference.learn;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.embedding.EmbeddingApi;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.inference.classifier.ClassifierModel;
import io.vicinal.inference.classifier.LabelDescription;
import io.vicinal.kafka.registry.CollectionRegistry;
import io.vicinal.kafka.table.LogTable;
import io.vicinal.routing.ShardCalls;
import io.vicinal.service.deadline.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.context.Context;

/**
 * What was learned of each field that is asked for. The first request for a field waits a while for it. Later, when the
 * collection has changed, it is learned anew: at once where that takes no time worth mentioning, else in the background, where
 * it may take a twentieth of the time, and the old one serves meanwhile.
 */
public final class Learners {
    private static final Logger log = LoggerFactory.getLogger(Learners.class);
    /** How long a request waits for the first, at most. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** Of a deadline, for answering without it. */
    private static final double SHARE = 0.5;
    /** What takes less than this is waited for. */
    private static final double QUICK_SECONDS = 0.5;
    /** So many times as long as learning takes, it is not learned again, */
    private static final double EASE = 20;
    /** unless so much of what was learned from has been written meanwhile. */
    private static final double GROWTH = 0.2;

    private final ShardReads shards;
    private final Training training;
    private final Kept kept;
    private final RecentlyDescribed described = new RecentlyDescribed();
    private final MeterRegistry metrics;
    private final Map<Object, Mono<Learned>> running = new ConcurrentHashMap<>();

    /**
     * @param learned null where none has been learned yet
     * @param isTraining whether a newer one is on its way
     */
    public record Found(@Nullable Learned learned, boolean isTraining) {}

    /** @param threads that training runs on, one training at a time */
    public Learners(
            ShardCalls shards,
            EmbeddingApi embedding,
            LogTable<Learned> table,
            CollectionRegistry registry,
            Scheduler threads,
            int processors,
            MeterRegistry metrics) {
        this.shards = new ShardReads(shards);
        this.training = new Training(
                this.shards,
                new LateInteractions(this.shards, embedding, new Neighbourhood(shards)),
                threads,
                processors);
        this.kept = new Kept(table, registry);
        this.metrics = metrics;
    }

    /** The newest there is of a field, or that is there soon. */
    public Mono<Found> of(Collection collection, String field) {
        return of(collection, field, List.of());
    }

    /** With what labels mean, which only this instance remembers, and not for long. */
    public Mono<Found> of(Collection collection, String field, List<LabelDescription> labels) {
        Subject subject = Subject.of(collection, field);
        Object key = labels.isEmpty() ? subject : RecentlyDescribed.key(subject, labels);
        Learned learned = labels.isEmpty() ? kept.of(subject).orElse(null) : described.of(key);
        return learned == null
                ? first(key, collection, field, labels)
                : shards.revision(collection)
                        .flatMap(revision -> current(key, learned, revision, collection, field, labels))
                        // what there is is better than no answer
                        .onErrorResume(ProblemException.class, _ -> Mono.just(new Found(learned, false)));
    }

    /** What serves now; where there is nothing yet, as soon as it is there, however long that takes. */
    public Mono<Learned> trained(Collection collection, String field) {
        Subject subject = Subject.of(collection, field);
        return Mono.defer(
                () -> kept.of(subject).map(Mono::just).orElseGet(() -> train(subject, collection, field, List.of())));
    }

    /** Learned from all that there is now. */
    public Mono<Learned> anew(Collection collection, String field) {
        Subject subject = Subject.of(collection, field);
        return shards.revision(collection)
                .flatMap(revision -> kept.of(subject)
                        .filter(learned -> learned.revision() == revision)
                        .map(Mono::just)
                        .orElseGet(() -> train(subject, collection, field, List.of())
                                // one that had begun before
                                .flatMap(learned -> learned.revision() >= revision
                                        ? Mono.just(learned)
                                        : train(subject, collection, field, List.of()))));
    }

    /** What descriptions alone say. */
    public ClassifierModel ofDescriptions(List<LabelDescription> labels) {
        return training.ofDescriptions(labels);
    }

    private Mono<Found> first(Object key, Collection collection, String field, List<LabelDescription> labels) {
        return Mono.deferContextual(context -> {
            Duration patience = Deadline.of(context)
                    .map(deadline -> deadline.remaining()
                            .multipliedBy((long) (100 * SHARE))
                            .dividedBy(100))
                    .filter(most -> most.compareTo(PATIENCE) < 0)
                    .orElse(PATIENCE);
            return train(key, collection, field, labels)
                    .map(learned -> new Found(learned, false))
                    .timeout(patience, Mono.just(new Found(null, true)));
        });
    }

    private Mono<Found> current(
            Object key,
            Learned learned,
            long revision,
            Collection collection,
            String field,
            List<LabelDescription> labels) {
        if (learned.revision() == revision) {
            return Mono.just(new Found(learned, false));
        }
        if (learned.seconds() < QUICK_SECONDS) {
            return train(key, collection, field, labels)
                    .map(newer -> new Found(newer, false))
                    .timeout(PATIENCE.dividedBy(2), Mono.just(new Found(learned, true)));
        }
        Duration ease = Duration.ofMillis((long) (1000 * EASE * learned.seconds()));
        boolean isDue = learned.trainedAt().plus(ease).isBefore(Instant.now())
                || revision - learned.revision() > GROWTH * learned.examples();
        if (isDue) {
            train(key, collection, field, labels).subscribe(_ -> {}, _ -> {}); // logged where it fails
        }
        return Mono.just(new Found(learned, isDue || running.containsKey(key)));
    }

    /** One at a time of a kind; goes on when nobody waits any more. */
    private Mono<Learned> train(Object key, Collection collection, String field, List<LabelDescription> labels) {
        return Mono.defer(() -> running.computeIfAbsent(key, _ -> {
            Timer.Sample sample = Timer.start(metrics);
            return training.of(collection, field, labels)
                    .retryWhen(Expired.onceMore())
                    .doOnNext(learned -> keep(key, learned, labels))
                    .doOnNext(learned -> log.atInfo()
                            .addKeyValue("collection", collection.name())
                            .addKeyValue("field", field)
                            .addKeyValue("examples", learned.examples())
                            .addKeyValue("seconds", learned.seconds())
                            .log("trained"))
                    .doOnError(failure -> log.atWarn()
                            .addKeyValue("collection", collection.name())
                            .addKeyValue("field", field)
                            .addKeyValue("reason", String.valueOf(failure.getMessage()))
                            .log("training failed"))
                    .doOnTerminate(() -> running.remove(key))
                    .doOnSuccess(_ -> sample.stop(timer("trained")))
                    .doOnError(_ -> sample.stop(timer("failed")))
                    .contextWrite(_ -> Context.empty()) // nobody's deadline is that of all who wait
                    .cache();
        }));
    }

    private void keep(Object key, Learned learned, List<LabelDescription> labels) {
        if (labels.isEmpty()) {
            kept.put(learned);
        } else {
            described.put(key, learned);
        }
    }

    private Timer timer(String outcome) {
        return metrics.timer("vicinal.inference.training.duration", "outcome", outcome);
    }

    /** The searcher that pages are read from may go between two of them. */
    private static final class Expired {
        static reactor.util.retry.Retry onceMore() {
            return reactor.util.retry.Retry.max(1)
                    .filter(failure ->
                            failure instanceof ProblemException e && ProblemType.CURSOR_EXPIRED.is(e.problem()))
                    .onRetryExhaustedThrow((_, signal) -> signal.failure());
        }
    }
}
