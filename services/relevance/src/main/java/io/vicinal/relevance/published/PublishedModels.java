package io.vicinal.relevance.published;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.relevance.RelevanceModels;
import io.vicinal.kafka.Backoff;
import io.vicinal.kafka.KafkaSettings;
import io.vicinal.relevance.model.DefaultModel;
import io.vicinal.relevance.model.LearnedModel;
import io.vicinal.relevance.model.Model;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The learned models of all collections, as a view of {@code vicinal.relevance-models} that a thread of its own keeps up to
 * date. While the broker is away it keeps what it has. Thread-safe.
 */
public final class PublishedModels implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PublishedModels.class);

    private final KafkaSettings settings;
    private final ModelsWriter writer;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread reader;
    private volatile View view = new View(Map.of(), Map.of(), 0, false);

    /**
     * @param serving of those whose model can be read here
     * @param passedOver records and models that cannot
     */
    private record View(
            Map<String, RelevanceModels> models, Map<String, Model> serving, long passedOver, boolean loaded) {}

    /** Starts reading at once. */
    public PublishedModels(KafkaSettings settings) {
        this.settings = settings;
        this.writer = new ModelsWriter(settings);
        this.reader = Thread.ofPlatform().name("relevance-models").daemon().start(this::run);
    }

    /** What judges for a version of a collection: the default model where nothing was learned for just that. */
    public Model serving(Collection collection) {
        View now = view;
        RelevanceModels models = now.models().get(collection.name());
        return models != null && models.isOf(collection)
                ? now.serving().getOrDefault(collection.name(), DefaultModel.INSTANCE)
                : DefaultModel.INSTANCE;
    }

    /** Empty where nothing was learned for this version of the collection. */
    public Optional<RelevanceModels> of(Collection collection) {
        return Optional.ofNullable(view.models().get(collection.name())).filter(models -> models.isOf(collection));
    }

    /** By collection; of those that are gone too. */
    public Map<String, RelevanceModels> all() {
        return view.models();
    }

    public boolean isLoaded() {
        return view.loaded();
    }

    /** Records and models that cannot be read here. */
    public long passedOver() {
        return view.passedOver();
    }

    /**
     * Makes of what stands there another, as if nobody else wrote.
     *
     * @param change may be called several times, and fail with a {@code ProblemException}
     * @return what stands there now, or null; fails with {@code ProblemException} broker unavailable
     */
    public CompletableFuture<@Nullable RelevanceModels> change(
            String collection, Function<@Nullable RelevanceModels, @Nullable RelevanceModels> change) {
        return writer.change(collection, change);
    }

    private void run() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2));
        while (closed.getCount() > 0) {
            try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(ModelsReader.config(settings))) {
                ModelsReader topic = new ModelsReader(consumer);
                topic.load();
                show(topic);
                backoff.reset();
                while (closed.getCount() > 0) {
                    if (topic.poll()) {
                        show(topic);
                    }
                }
            } catch (org.apache.kafka.common.errors.InterruptException _) {
                return;
            } catch (RuntimeException e) {
                // At a first start the topic is made at the same time.
                log.atInfo().addKeyValue("reason", e.toString()).log("relevance models cannot be read, will try again");
                pause(backoff.next());
            }
        }
    }

    private void show(ModelsReader topic) {
        Map<String, RelevanceModels> models = topic.models();
        Map<String, Model> serving = new HashMap<>();
        long unknown = 0;
        for (RelevanceModels each : models.values()) {
            if (each.serving() != 0) {
                Optional<LearnedModel> model = each.model(each.serving()).flatMap(LearnedModel::of);
                if (model.isPresent()) {
                    serving.put(each.collection(), model.get());
                } else {
                    unknown++;
                    log.atWarn()
                            .addKeyValue("collection", each.collection())
                            .addKeyValue("version", each.serving())
                            .log("a relevance model of a form that is not known here is not used");
                }
            }
        }
        view = new View(models, Map.copyOf(serving), topic.garbage() + unknown, true);
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
        writer.close();
        try {
            // Interrupting a consumer leaves it half closed, so that it comes last.
            if (!reader.join(Duration.ofSeconds(3))) {
                reader.interrupt();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
