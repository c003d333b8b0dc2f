package io.vicinal.embedding.model;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.onnx.encode.TextEncoder;
import io.vicinal.onnx.hub.HubException;
import io.vicinal.onnx.model.ModelException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * The registry of models: those of the configuration from the start on, and what callers have loaded and unloaded since.
 * Whoever uses one holds a lease; a model that goes lets nobody in any more, waits for those who hold one, and then frees
 * its native parts. Thread-safe.
 */
public final class Models implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Models.class);
    /** How long work in progress may hold up the unloading of its model; what is left then fails. */
    private static final Duration DRAIN = Duration.ofSeconds(30);
    /** Characters of a name that are repeated to the caller. */
    private static final int NAME_SHOWN = 200;

    private record Loading(String origin, Instant since, CompletableFuture<ModelState> done) {}

    private final ModelSettings settings;
    private final ModelSources sources;
    private final MeterRegistry metrics;
    private final RememberedModels remembered;
    private final Function<String, Optional<String>> usedBy;
    private final String standard;
    private final Map<String, LeasedModel> loaded = new LinkedHashMap<>();
    private final Map<String, Loading> loading = new LinkedHashMap<>();
    private boolean closed;

    /**
     * Loads what is configured, and what callers had loaded before.
     *
     * @param remotes closed with this
     * @param usedBy a collection that a model of this name embeds, where there is one
     * @throws ModelException with one sentence when one of the configuration cannot be loaded
     */
    public Models(
            ModelSettings settings,
            ModelSources sources,
            List<? extends Model> remotes,
            Function<String, Optional<String>> usedBy,
            MeterRegistry metrics) {
        this.settings = settings;
        this.sources = sources;
        this.usedBy = usedBy;
        this.metrics = metrics;
        this.remembered = new RememberedModels(settings.data());
        Gauge.builder("vicinal.embedding.models", this, Models::count)
                .description("Models that are loaded")
                .register(metrics);
        remotes.forEach(remote -> loaded.put(remote.name(), new LeasedModel(remote, "remote")));
        InitialModels initial = new InitialModels(settings, sources, loaded, this::load);
        try {
            standard = initial.openConfigured();
        } catch (HubException e) {
            close();
            throw new ModelException(String.valueOf(e.getMessage()), e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        initial.openAgain(remembered.all().values());
    }

    private Model load(ModelSource source) {
        return new LocalModel(TextEncoder.open(source.files().get(), settings.encoder(), metrics), metrics);
    }

    /**
     * To be closed after use.
     *
     * @param name null means the default model
     * @throws ProblemException unknown model; 503 while it is loading
     */
    public synchronized ModelLease lease(@Nullable String name) {
        String wanted = name == null ? standard : name;
        LeasedModel model = loaded.get(wanted);
        if (model == null && loading.containsKey(wanted)) {
            throw ProblemType.SERVICE_UNAVAILABLE.exception(
                    "model", "The model \"%s\" is being loaded; try again.".formatted(wanted));
        }
        if (model == null) {
            throw unknown(wanted);
        }
        return model.lease().orElseThrow(() -> unknown(wanted));
    }

    /** Work with a model, which holds a lease until it ends in whatever way. */
    public <T> Mono<T> with(@Nullable String name, Function<Model, Mono<T>> work) {
        return Mono.using(() -> lease(name), lease -> work.apply(lease.model()), ModelLease::close);
    }

    /** The default one first, then in the order of loading. */
    public synchronized List<ModelState> all() {
        List<ModelState> all = new ArrayList<>();
        loaded.forEach((name, model) -> all.add(name.equals(standard) ? 0 : all.size(), state(name, model)));
        loading.forEach((name, one) -> all.add(new ModelState(name, null, one.since(), false)));
        return all;
    }

    private ModelState state(String name, LeasedModel model) {
        return new ModelState(name, model.model().known().orElse(null), model.loadedAt(), name.equals(standard));
    }

    /**
     * Loads a model on a thread of its own; one that is there or on its way is not loaded again.
     *
     * @param model a model of the class path, a folder in the folder of models, or one on the hub
     * @return fails with {@code ProblemException}; goes on when nobody waits for it any more
     * @throws ProblemException where it may not be loaded
     */
    public CompletableFuture<ModelState> load(String model) {
        ModelSource source = sources.asked(model);
        Loading begun;
        synchronized (this) {
            LeasedModel there = loaded.get(source.name());
            if (there != null) {
                checkSame(source, there.origin());
                return CompletableFuture.completedFuture(state(source.name(), there));
            }
            Loading underWay = loading.get(source.name());
            if (underWay != null) {
                checkSame(source, underWay.origin());
                return underWay.done().copy();
            }
            if (closed || loaded.size() + loading.size() >= settings.most()) {
                throw ProblemType.CONFLICT.exception(
                        "model",
                        "%d models are loaded, the most there may be at once; unload one first."
                                .formatted(settings.most()));
            }
            begun = new Loading(source.origin(), Instant.now(), new CompletableFuture<>());
            loading.put(source.name(), begun);
        }
        Thread.ofPlatform().name("vicinal-load").daemon().start(() -> load(model, source, begun));
        return begun.done().copy();
    }

    private static void checkSame(ModelSource source, String origin) {
        if (!origin.equals(source.origin())) {
            throw ProblemType.CONFLICT.exception(
                    "model", "Another model is loaded as \"%s\"; unload it first.".formatted(source.name()));
        }
    }

    private void load(String asked, ModelSource source, Loading begun) {
        Timer.Sample sample = Timer.start();
        String outcome = "failed";
        try {
            LeasedModel model = new LeasedModel(load(source), source.origin());
            outcome = "loaded";
            ModelState state = arrived(asked, source.name(), model);
            begun.done().complete(state);
        } catch (Throwable e) { // out of memory too: whoever waits is told
            synchronized (this) {
                loading.remove(source.name());
            }
            log.atWarn().addKeyValue("model", source.name()).setCause(e).log("model cannot be loaded");
            begun.done().completeExceptionally(problem(e));
        } finally {
            sample.stop(Timer.builder("vicinal.embedding.models.load.duration")
                    .description("Finding, fetching and loading a model that a caller named")
                    .tags("outcome", outcome)
                    .register(metrics));
        }
    }

    private synchronized ModelState arrived(String asked, String name, LeasedModel model) {
        loading.remove(name);
        if (closed) {
            model.retire(Duration.ZERO);
            throw ProblemType.SERVICE_UNAVAILABLE.exception(null, "The service is shutting down.");
        }
        loaded.put(name, model);
        remembered.add(name, asked);
        return state(name, model);
    }

    private static Throwable problem(Throwable failure) {
        return switch (failure) {
            case ModelException e -> ProblemType.INVALID_VALUE.exception("model", String.valueOf(e.getMessage()));
            case HubException e -> ProblemType.SERVICE_UNAVAILABLE.exception("model", String.valueOf(e.getMessage()));
            default -> failure;
        };
    }

    /**
     * Lets nobody use a model any more, waits half a minute at most for those who do, and frees it.
     *
     * @throws ProblemException unknown model; conflict for the default model and for one that a collection uses
     */
    public void unload(String name) {
        Optional<String> user = usedBy.apply(name); // may take a moment, so not under the lock
        LeasedModel leaving;
        synchronized (this) {
            if (loading.containsKey(name)) {
                throw ProblemType.CONFLICT.exception(
                        "model", "The model \"%s\" is being loaded; unload it when it is there.".formatted(name));
            }
            if (!loaded.containsKey(name)) {
                throw unknown(name);
            }
            if (name.equals(standard)) {
                throw ProblemType.CONFLICT.exception(
                        "model", "\"%s\" is the default model, which cannot be unloaded.".formatted(name));
            }
            user.ifPresent(collection -> {
                throw ProblemType.CONFLICT.exception(
                        "model",
                        "The collection \"%s\" uses the model \"%s\"; remove the collection first."
                                .formatted(collection, name));
            });
            leaving = Objects.requireNonNull(loaded.remove(name));
            remembered.remove(name);
        }
        leaving.retire(DRAIN);
        log.atInfo().addKeyValue("model", name).log("model unloaded");
    }

    /** The problem that a name is which no model has. */
    public synchronized ProblemException unknown(String name) {
        return ProblemType.UNKNOWN_MODEL.exception(
                "model",
                "There is no model \"%s\" here; there is %s."
                        .formatted(
                                name.length() <= NAME_SHOWN ? name : name.substring(0, NAME_SHOWN) + '…',
                                loaded.keySet().stream()
                                        .map(known -> '"' + known + '"')
                                        .collect(Collectors.joining(", "))));
    }

    private synchronized int count() {
        return loaded.size();
    }

    @Override
    public void close() {
        List<LeasedModel> leaving;
        synchronized (this) {
            closed = true;
            leaving = List.copyOf(loaded.values());
            loaded.clear();
        }
        leaving.forEach(model -> model.retire(Duration.ZERO));
    }
}
