package io.vicinal.inference.ingest;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.OnIngest.Classify;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.inference.ClassifyResult.Classified;
import io.vicinal.inference.ingest.DocumentVectors.Look;
import io.vicinal.inference.ingest.DocumentVectors.State;
import io.vicinal.inference.ingest.IngestMetrics.Outcome;
import io.vicinal.inference.label.DocumentLabelling;
import io.vicinal.inference.label.DocumentLabelling.Unlabelled;
import io.vicinal.inference.matrix.UnitVector;
import io.vicinal.kafka.registry.CollectionRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Classifies many new documents of a collection together, by the version that serves. */
final class DocumentClassifying {
    private static final Duration AT_MOST = Duration.ofSeconds(30);

    private final CollectionRegistry registry;
    private final DocumentVectors vectors;
    private final DocumentLabelling labelling;
    private final Scheduler threads;
    private final IngestMetrics metrics;

    DocumentClassifying(
            CollectionRegistry registry,
            DocumentVectors vectors,
            DocumentLabelling labelling,
            Scheduler threads,
            IngestMetrics metrics) {
        this.registry = registry;
        this.vectors = vectors;
        this.labelling = labelling;
        this.threads = threads;
        this.metrics = metrics;
    }

    IngestMetrics metrics() {
        return metrics;
    }

    Scheduler threads() {
        return threads;
    }

    /** How many vectors a call to each of so many shards has, such that what comes back is held with ease. */
    int most(String collection) {
        return registry.find(collection)
                .map(serving -> Math.clamp(16_384 / serving.shards(), 1, 1_000))
                .orElse(1);
    }

    /**
     * Decides of as many documents as can be decided of now.
     *
     * @return why the others cannot; empty where nothing is wrong
     */
    Mono<Throwable> decide(Switched switched, List<NewDocument> documents) {
        Optional<Collection> serving = registry.find(switched.collection());
        Classify setting = serving.map(Collection::onIngest)
                .map(onIngest -> onIngest.classify())
                .filter(classify -> classify.since().equals(switched.since()))
                .orElse(null);
        if (setting == null) { // switched off: the stage is about to end
            return Mono.empty();
        }
        return decide(serving.orElseThrow(), setting, documents);
    }

    private Mono<Throwable> decide(Collection collection, Classify setting, List<NewDocument> documents) {
        // 1. Who is an example already, or no document at all, does not come out.
        List<NewDocument> unlabelled = documents.stream()
                .filter(document -> isUnlabelled(document, setting))
                .toList();

        // 2. Where the others point, as the shards show them.
        return vectors.of(collection, unlabelled).flatMap(looks -> {
            looks.forEach(DocumentClassifying::settle);
            List<Look> shown = looks.stream()
                    .filter(look -> look.state() == State.SHOWN && hasDirection(look))
                    .toList();
            Mono<Throwable> failed = Mono.justOrEmpty(
                    looks.stream().map(Look::failure).filter(Objects::nonNull).findFirst());

            // 3. What their neighbours say.
            return (shown.isEmpty() ? Mono.<Throwable>empty() : label(collection, setting, shown))
                    .switchIfEmpty(failed);
        });
    }

    private static boolean isUnlabelled(NewDocument document, Classify setting) {
        if (!document.isReadable()) {
            document.passOver(Outcome.GONE);
            return false;
        }
        if (document.has(setting.labelField())) {
            document.passOver(Outcome.EXAMPLE);
            return false;
        }
        return true;
    }

    private static void settle(Look look) {
        switch (look.state()) {
            case REPLACED -> look.document().passOver(Outcome.REPLACED);
            case GONE -> look.document().passOver(Outcome.GONE);
            case SHOWN, AWAITED -> {} // goes on
        }
    }

    /** Passages that cancel each other out are near to nothing. */
    private static boolean hasDirection(Look look) {
        if (UnitVector.hasDirection(Objects.requireNonNull(look.vector()))) {
            return true;
        }
        look.document()
                .fails(ProblemType.INVALID_VALUE.exception(
                        "text",
                        "The vectors of the document's passages cancel each other out: it is near to nothing."));
        return false;
    }

    /** Where it is one of many that breaks it, each by itself. */
    private Mono<Throwable> label(Collection collection, Classify setting, List<Look> shown) {
        List<Unlabelled> documents = shown.stream()
                .map(look -> new Unlabelled(look.document().id(), Objects.requireNonNull(look.vector())))
                .toList();
        return Mono.defer(() -> labelling.label(collection, setting.labelField(), setting.maxRisk(), documents))
                .timeout(AT_MOST)
                .flatMap(results -> {
                    for (int i = 0; i < shown.size(); i++) {
                        comesOut(shown.get(i).document(), collection, setting, results.get(i));
                    }
                    return Mono.<Throwable>empty();
                })
                .onErrorResume(failure -> {
                    if (passes(failure)) {
                        return Mono.just(failure);
                    }
                    if (shown.size() == 1) {
                        shown.getFirst().document().fails(failure);
                        return Mono.empty();
                    }
                    return Flux.fromIterable(shown)
                            .concatMap(one -> label(collection, setting, List.of(one)))
                            .next();
                });
    }

    private static void comesOut(NewDocument document, Collection collection, Classify setting, Classified result) {
        try {
            document.comesOut(
                    ClassifiedRecords.of(document, collection, setting, result),
                    result.abstained() ? Outcome.ABSTAINED : Outcome.CLASSIFIED);
        } catch (RuntimeException e) {
            document.fails(e);
        }
    }

    /** Overload and absence pass; no document is at fault. */
    private static boolean passes(Throwable failure) {
        return failure instanceof TimeoutException
                || (failure instanceof ProblemException e
                        && (e.problem().status() >= 500 || ProblemType.TOO_MANY_REQUESTS.is(e.problem())));
    }

    /** In a sentence, for those who look why nothing comes out. */
    static @Nullable String reason(@Nullable Throwable failure) {
        return failure == null
                ? null
                : failure instanceof ProblemException e ? e.problem().detail() : failure.toString();
    }
}
