package io.vicinal.relevance.learn;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.relevance.RelevanceModel;
import io.vicinal.contracts.relevance.RelevanceModels;
import io.vicinal.kafka.Backoff;
import io.vicinal.kafka.KafkaSettings;
import io.vicinal.kafka.registry.CollectionRegistry;
import io.vicinal.relevance.published.PublishedModels;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learns from feedback on a thread of its own: reads the logs, and where a collection has enough new examples, trains a model
 * and publishes it if it is better. All that it knows is a view of the logs and of what was published, so that it may end at any
 * moment.
 */
public final class Learning implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Learning.class);
    private static final Duration CLOSE_AT_MOST = Duration.ofSeconds(15);

    private final KafkaSettings kafka;
    private final LearningSettings settings;
    private final CollectionRegistry registry;
    private final PublishedModels published;
    private final LearningMeters meters;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Map<String, Long> attempted = new HashMap<>();
    private final Thread thread;
    private volatile Counts counts = Counts.NONE;

    /** Starts at once. */
    public Learning(
            KafkaSettings kafka,
            LearningSettings settings,
            CollectionRegistry registry,
            PublishedModels published,
            LearningMeters meters) {
        this.kafka = kafka;
        this.settings = settings;
        this.registry = registry;
        this.published = published;
        this.meters = meters;
        meters.counts(this::counts);
        this.thread = Thread.ofPlatform().name("relevance-learning").daemon().start(this::run);
    }

    /** Of this instance's view; none while another one learns. */
    public Counts counts() {
        return counts;
    }

    private void run() {
        Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(10));
        while (closed.getCount() > 0) {
            try (Logs logs = new Logs(kafka, settings.limits())) {
                learn(logs, backoff);
            } catch (RuntimeException e) {
                if (closed.getCount() > 0) {
                    log.atInfo().addKeyValue("reason", e.toString()).log("feedback cannot be read, will begin anew");
                    pause(backoff.next());
                }
            } finally {
                counts = Counts.NONE;
                attempted.clear();
            }
        }
    }

    private void learn(Logs logs, Backoff backoff) {
        long next = System.nanoTime();
        while (closed.getCount() > 0) {
            logs.poll();
            counts = logs.counts();
            FeedbackView view = logs.view();
            if (view != null && System.nanoTime() - next >= 0 && registry.isLoaded() && published.isLoaded()) {
                backoff.reset();
                registry.all().forEach(collection -> consider(collection, view));
                forgetGone();
                next = System.nanoTime() + settings.interval().toNanos();
            }
        }
    }

    private void consider(Collection collection, FeedbackView view) {
        List<Example> examples = view.examples(collection);
        RelevanceModels models = published.of(collection).orElse(RelevanceModels.none(collection));
        if (!Enough.isNew(examples, models, attempted.getOrDefault(collection.name(), -1L))) {
            return;
        }
        long newest = examples.stream().mapToLong(Example::feedback).max().orElse(-1);
        attempted.put(collection.name(), newest);
        long began = System.nanoTime();
        Optional<Trainer.Trial> trial =
                Trainer.train(examples, published.serving(collection), models, newest, Instant.now());
        String outcome = trial.isEmpty() ? "too_few" : trial.get().better() ? "published" : "not_better";
        if (trial.isPresent()
                && trial.get().better()
                && !publish(collection, models, trial.get().model())) {
            outcome = "overtaken";
        }
        meters.trained(outcome, Duration.ofNanos(System.nanoTime() - began));
        log.atInfo()
                .addKeyValue("collection", collection.name())
                .addKeyValue("examples", examples.size())
                .addKeyValue("outcome", outcome)
                .log("relevance model trained");
    }

    /** @return false where something else was written since: it is looked at anew with that */
    private boolean publish(Collection collection, RelevanceModels seen, RelevanceModel model) {
        RelevanceModels now = changed(collection.name(), before -> {
            RelevanceModels of = before != null && before.isOf(collection) ? before : RelevanceModels.none(collection);
            return of.equals(seen) ? of.with(model) : before;
        });
        boolean done = now != null && now.isOf(collection) && now.newest() == model.version();
        if (!done) {
            attempted.remove(collection.name());
        }
        return done;
    }

    /** A collection of the same name that comes later learns by itself. */
    private void forgetGone() {
        for (RelevanceModels models : published.all().values()) {
            if (registry.find(models.collection()).isEmpty()) {
                changed(
                        models.collection(),
                        before -> registry.find(models.collection()).isPresent() ? before : null);
                attempted.remove(models.collection());
            }
        }
    }

    private @Nullable RelevanceModels changed(
            String collection, Function<@Nullable RelevanceModels, @Nullable RelevanceModels> change) {
        try {
            return published.change(collection, change).get(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    private void pause(Duration time) {
        try {
            if (closed.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
                log.debug("closed while waiting");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            if (!thread.join(CLOSE_AT_MOST)) {
                thread.interrupt();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
