package io.vicinal.relevance.judge;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.relevance.RelevanceApi;
import io.vicinal.contracts.relevance.RelevanceDescription;
import io.vicinal.contracts.relevance.RelevanceModel;
import io.vicinal.contracts.relevance.RelevanceModels;
import io.vicinal.kafka.registry.CollectionRegistry;
import io.vicinal.relevance.features.ListFeatures;
import io.vicinal.relevance.log.QueryLog;
import io.vicinal.relevance.model.DefaultModel;
import io.vicinal.relevance.model.LearnedModel;
import io.vicinal.relevance.model.Model;
import io.vicinal.relevance.published.PublishedModels;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Judges on the calling thread: a list of a hundred takes microseconds ({@code JudgingBenchmark}) and blocks on nothing. */
@RestController
public final class RelevanceController implements RelevanceApi {
    private final CollectionRegistry registry;
    private final PublishedModels published;
    private final FeedbackEnd feedback;
    private final QueryLog log;
    private final MeterRegistry metrics;

    RelevanceController(
            CollectionRegistry registry,
            PublishedModels published,
            FeedbackEnd feedback,
            QueryLog log,
            MeterRegistry metrics) {
        this.registry = registry;
        this.published = published;
        this.feedback = feedback;
        this.log = log;
        this.metrics = metrics;
    }

    @Override
    public Mono<Judgement> judge(RankedList list) {
        return Mono.fromCallable(() -> {
            Timer.Sample sample = Timer.start(metrics);
            String outcome = "failed";
            try {
                Judgement judgement = judged(list);
                outcome = "judged";
                return judgement;
            } finally {
                sample.stop(metrics.timer("vicinal.relevance.judge.duration", "outcome", outcome));
            }
        });
    }

    private Judgement judged(RankedList list) {
        Optional<Collection> collection = registry.version(list.collection(), list.version());
        Model model = collection.map(published::serving).orElse(DefaultModel.INSTANCE);
        ListFeatures features = new ListFeatures(list);
        Judgement judgement = Judging.judge(list, features, model);
        collection.ifPresent(known ->
                log.offer(list, known, features, judgement.relevance(), judgement.threshold(), judgement.model()));
        return judgement;
    }

    @Override
    public Mono<RelevanceDescription> describe(String name) {
        return Mono.fromCallable(() -> {
            Collection collection = collection(name);
            return described(collection, published.of(collection).orElse(RelevanceModels.none(collection)));
        });
    }

    @Override
    public Mono<RelevanceDescription> rollBack(String name, RollBack to) {
        return Mono.defer(() -> {
            Collection collection = collection(name);
            return Mono.fromFuture(
                            () -> feedback.last()
                                    .thenCompose(last -> published.change(
                                            name, before -> rolledBack(before, collection, to.version(), last)))
                                    .thenApply(now -> ofOrNone(now, collection)),
                            true)
                    .map(now -> described(collection, now));
        });
    }

    private static RelevanceModels ofOrNone(@Nullable RelevanceModels there, Collection collection) {
        return there != null && there.isOf(collection) ? there : RelevanceModels.none(collection);
    }

    private static @Nullable RelevanceModels rolledBack(
            @Nullable RelevanceModels before, Collection collection, int version, long feedback) {
        RelevanceModels models = ofOrNone(before, collection);
        if (version != DefaultModel.INSTANCE.version() && models.model(version).isEmpty()) {
            throw ProblemType.UNKNOWN_VERSION.exception(
                    "version",
                    "There is no relevance model " + version + " of \"" + collection.name()
                            + "\"; GET /v1/collections/" + collection.name()
                            + "/relevance lists those that are kept, and 0 is"
                            + " the default one.");
        }
        return models.serving() == version ? before : models.rolledBack(version, feedback);
    }

    private static RelevanceDescription described(Collection collection, RelevanceModels models) {
        Optional<RelevanceModel> serving = models.model(models.serving())
                .filter(model -> LearnedModel.of(model).isPresent());
        return RelevanceDescription.of(collection, models, serving, DefaultModel.THRESHOLDS);
    }

    private Collection collection(String name) {
        return registry.find(name)
                .orElseThrow(() -> ProblemType.UNKNOWN_COLLECTION.exception(
                        "collection", "There is no collection \"" + name + "\" that the relevance service knows of."));
    }
}
