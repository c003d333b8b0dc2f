package io.vicinal.inference.label;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.embedding.TextVectors;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.inference.ClassifierState;
import io.vicinal.contracts.inference.ClassifyRequest;
import io.vicinal.contracts.inference.ClassifyRequest.DescribedLabel;
import io.vicinal.contracts.inference.ClassifyResult;
import io.vicinal.contracts.inference.ClassifyResult.Classified;
import io.vicinal.inference.classifier.Ask;
import io.vicinal.inference.classifier.Classifier;
import io.vicinal.inference.classifier.ClassifierModel;
import io.vicinal.inference.classifier.LabelDescription;
import io.vicinal.inference.classifier.Query;
import io.vicinal.inference.learn.Learned;
import io.vicinal.inference.learn.Learners;
import io.vicinal.inference.learn.Learners.Found;
import io.vicinal.inference.learn.Neighbourhood;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Labels texts by the classifier of a field and the text's nearest examples as they are now. */
final class Labelling {
    private static final String NOT_TRAINED =
            "The collection's classifier is being trained; until then the neighbours decide alone.";

    private final Learners learners;
    private final Neighbourhood neighbourhood;
    private final Texts texts;
    private final Scheduler threads;

    /** @param threads that compute labels */
    Labelling(Learners learners, Neighbourhood neighbourhood, Texts texts, Scheduler threads) {
        this.learners = learners;
        this.neighbourhood = neighbourhood;
        this.texts = texts;
        this.threads = threads;
    }

    Mono<ClassifyResult> label(Collection collection, ClassifyRequest asked) {
        // 1. What descriptions mean, and what was learned of the field.
        return described(collection, asked.labels())
                .flatMap(described -> learned(collection, asked, described.all())
                        .flatMap(found -> {
                            Classifier classifier = new Classifier(model(found, described.all()));
                            checkPrior(asked, classifier.model());

                            // 2. Encode each text, and find its nearest examples.
                            return texts.each(
                                            collection,
                                            "texts",
                                            Objects.requireNonNull(asked.texts()),
                                            classifier.model().rescoring() != null,
                                            encoded -> queries(collection, asked, classifier.model(), encoded))

                                    // 3. Weigh what they say.
                                    .publishOn(threads)
                                    .map(done -> new ClassifyResult(
                                            classified(classifier, done.all(), asked),
                                            state(found),
                                            warnings(found, described, done)));
                        }));
    }

    private Mono<Texts.Done<LabelDescription>> described(Collection collection, @Nullable List<DescribedLabel> labels) {
        if (labels == null) {
            return Mono.just(new Texts.Done<>(List.of(), List.of()));
        }
        List<String> meanings = labels.stream().map(Labelling::meaning).toList();
        return texts.each(collection, "labels", meanings, Mono::just)
                .map(done -> new Texts.Done<>(
                        IntStream.range(0, labels.size())
                                .mapToObj(i -> new LabelDescription(
                                        Objects.requireNonNull(labels.get(i).name()),
                                        done.all().get(i)))
                                .toList(),
                        done.warnings()));
    }

    private static String meaning(DescribedLabel label) {
        return label.description() == null || label.description().isBlank()
                ? Objects.requireNonNull(label.name())
                : label.name() + ": " + label.description();
    }

    private Mono<Found> learned(Collection collection, ClassifyRequest asked, List<LabelDescription> described) {
        return asked.labelField() == null
                ? Mono.just(new Found(null, false))
                : learners.of(collection, asked.labelField(), described);
    }

    /** Until there is one, a classifier that knows no example but votes. */
    private ClassifierModel model(Found found, List<LabelDescription> described) {
        return model(found, learners, described);
    }

    static ClassifierModel model(Found found, Learners learners, List<LabelDescription> described) {
        Learned learned = found.learned();
        return learned == null || learned.classifier() == null
                ? learners.ofDescriptions(described)
                : learned.classifier();
    }

    private Mono<List<Query>> queries(
            Collection collection, ClassifyRequest asked, ClassifierModel model, TextVectors encoded) {
        List<float[]> vectors = encoded.vectors();
        if (asked.labelField() == null) {
            return Mono.just(
                    vectors.stream().map(vector -> new Query(vector, List.of())).toList());
        }
        int k = Math.max(Objects.requireNonNullElse(asked.k(), 1), model.neighboursWanted());
        return neighbourhood
                .scored(collection, encoded, asked.labelField(), k, asked.filter())
                .map(near -> IntStream.range(0, vectors.size())
                        .mapToObj(i -> new Query(
                                vectors.get(i),
                                near.get(i).stream().map(Neighbourhood::example).toList()))
                        .toList());
    }

    private static void checkPrior(ClassifyRequest asked, ClassifierModel model) {
        if (model.multiValued() && asked.prior() != null && asked.prior() != ClassifyRequest.Prior.EXAMPLES) {
            throw ProblemType.INVALID_VALUE.exception(
                    "prior", "A prior is of labels of which a document has one; here documents have several.");
        }
    }

    private static Ask ask(ClassifyRequest asked) {
        Ask.Prior prior = switch (asked.prior()) {
            case BALANCED -> Ask.Prior.BALANCED;
            case BATCH -> Ask.Prior.BATCH;
            case EXAMPLES -> Ask.Prior.EXAMPLES;
            case null -> Ask.Prior.EXAMPLES;
        };
        return new Ask(asked.k(), asked.temperature(), asked.maxRisk(), prior);
    }

    private static List<Classified> classified(Classifier classifier, List<Query> queries, ClassifyRequest asked) {
        boolean explain = Boolean.TRUE.equals(asked.explain());
        return classifier.classify(queries, ask(asked)).stream()
                .map(prediction ->
                        Answers.classified(prediction, classifier.model().multiValued(), explain))
                .toList();
    }

    private static List<String> warnings(Found found, Texts.Done<?> described, Texts.Done<?> done) {
        List<String> warnings = new ArrayList<>(described.warnings());
        warnings.addAll(done.warnings());
        if (found.learned() == null && found.isTraining()) {
            warnings.add(NOT_TRAINED);
        }
        return warnings;
    }

    static @Nullable ClassifierState state(Found found) {
        Learned learned = found.learned();
        return learned == null
                ? new ClassifierState(0, null, found.isTraining())
                : new ClassifierState(learned.examples(), learned.trainedAt(), found.isTraining());
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
