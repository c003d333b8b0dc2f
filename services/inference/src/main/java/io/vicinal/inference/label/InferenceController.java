package io.vicinal.inference.label;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.embedding.EmbeddingApi;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.inference.ClassifyRequest;
import io.vicinal.contracts.inference.ClassifyRequest.Method;
import io.vicinal.contracts.inference.ClassifyResult;
import io.vicinal.contracts.inference.ExamplesRequest;
import io.vicinal.contracts.inference.ExamplesResult;
import io.vicinal.contracts.inference.InferenceApi;
import io.vicinal.contracts.inference.NoveltyRequest;
import io.vicinal.contracts.inference.NoveltyResult;
import io.vicinal.contracts.inference.RegressRequest;
import io.vicinal.contracts.inference.RegressResult;
import io.vicinal.contracts.json.Json;
import io.vicinal.inference.learn.DocumentReads;
import io.vicinal.inference.learn.Learned;
import io.vicinal.inference.learn.Learners;
import io.vicinal.inference.learn.Neighbourhood;
import io.vicinal.kafka.registry.CollectionRegistry;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the documents of collections tell of texts. */
@RestController
public class InferenceController implements InferenceApi {
    private final CollectionRegistry registry;
    private final Learners learners;
    private final Labelling labelling;
    private final Voting voting;
    private final Estimating estimating;
    private final FewShot fewShot;
    private final JudgingNovelty judgingNovelty;
    private final MeterRegistry metrics;

    public InferenceController(
            CollectionRegistry registry,
            Learners learners,
            Neighbourhood neighbourhood,
            DocumentReads documents,
            EmbeddingApi embedding,
            Scheduler inferenceThreads,
            MeterRegistry metrics) {
        Texts texts = new Texts(embedding);
        this.registry = registry;
        this.learners = learners;
        this.labelling = new Labelling(learners, neighbourhood, texts, inferenceThreads);
        this.voting = new Voting(neighbourhood, texts);
        this.estimating = new Estimating(learners, neighbourhood, texts, inferenceThreads);
        this.fewShot = new FewShot(neighbourhood, documents, texts, inferenceThreads);
        this.judgingNovelty = new JudgingNovelty(learners, neighbourhood, texts, inferenceThreads);
        this.metrics = metrics;
    }

    @Override
    public Mono<ClassifyResult> classify(String name, ClassifyRequest asked) {
        return measured("classify", Mono.defer(() -> {
            Collection collection = find(name);
            ClassifyRequest checked = RequestRules.checked(asked, collection);
            return checked.method() == Method.VOTES
                    ? voting.label(collection, checked)
                    : labelling.label(collection, checked);
        }));
    }

    @Override
    public Mono<RegressResult> regress(String name, RegressRequest asked) {
        return measured("regress", Mono.defer(() -> {
            Collection collection = find(name);
            return estimating.estimate(collection, RequestRules.checked(asked, collection));
        }));
    }

    @Override
    public Mono<ExamplesResult> examples(String name, ExamplesRequest asked) {
        return measured("examples", Mono.defer(() -> {
            Collection collection = find(name);
            return fewShot.examples(collection, ExampleRules.checked(asked, collection));
        }));
    }

    @Override
    public Mono<NoveltyResult> novelty(String name, NoveltyRequest asked) {
        return measured("novelty", Mono.defer(() -> {
            Collection collection = find(name);
            return judgingNovelty.judge(collection, RequestRules.checked(asked, collection));
        }));
    }

    @Override
    public Mono<JsonNode> describe(String name, String field) {
        return measured("describe", Mono.defer(() -> {
            Collection collection = find(name);
            return learners.trained(collection, RequestRules.learnable(field, collection))
                    .map(InferenceController::description);
        }));
    }

    @Override
    public Mono<JsonNode> train(String name, String field) {
        return measured("train", Mono.defer(() -> {
            Collection collection = find(name);
            return learners.anew(collection, RequestRules.learnable(field, collection))
                    .map(InferenceController::description);
        }));
    }

    private static JsonNode description(Learned learned) {
        ObjectNode description = Json.mapper().createObjectNode();
        description.put("collection", learned.subject().collection());
        description.put("version", learned.subject().version());
        description.put("field", learned.subject().field());
        description.put("trained_at", learned.trainedAt().toString());
        Object report = learned.classifier() != null
                ? learned.classifier().report()
                : learned.regressor() == null ? null : learned.regressor().report();
        description.setAll((ObjectNode) Json.mapper().valueToTree(report));
        if (learned.classifier() != null) {
            description.set(
                    "risk_coverage",
                    Json.mapper().valueToTree(learned.classifier().risks().points()));
        }
        return description;
    }

    private Collection find(String name) {
        return registry.find(name)
                .orElseThrow(() -> registry.isLoaded()
                        ? ProblemType.UNKNOWN_COLLECTION.exception(null, "There is no collection \"" + name + "\".")
                        : ProblemType.SERVICE_UNAVAILABLE.exception(
                                null, "The collections have not been read yet; try again in a moment."));
    }

    private <T> Mono<T> measured(String what, Mono<T> answer) {
        return Mono.defer(() -> {
            Timer.Sample sample = Timer.start(metrics);
            return answer.doOnSuccess(_ -> sample.stop(timer(what, "answered")))
                    .doOnError(failure -> sample.stop(timer(what, outcome(failure))))
                    .doOnCancel(() -> sample.stop(timer(what, "cancelled")));
        });
    }

    private static String outcome(Throwable failure) {
        return failure instanceof ProblemException e && e.problem().status() < 500 ? "refused" : "failed";
    }

    private Timer timer(String what, String outcome) {
        return metrics.timer("vicinal.inference." + what + ".duration", "outcome", outcome);
    }
}
