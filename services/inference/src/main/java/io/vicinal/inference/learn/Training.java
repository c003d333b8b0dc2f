package io.vicinal.inference.learn;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.FieldType;
import io.vicinal.contracts.search.ExampleQuery.Example;
import io.vicinal.inference.classifier.ClassifierModel;
import io.vicinal.inference.classifier.ClassifierTrainer;
import io.vicinal.inference.classifier.LabelDescription;
import io.vicinal.inference.classifier.TrainingOptions;
import io.vicinal.inference.examples.Examples;
import io.vicinal.inference.examples.Sample;
import io.vicinal.inference.matrix.UnitVector;
import io.vicinal.inference.novelty.NoveltyModel;
import io.vicinal.inference.novelty.NoveltyTrainer;
import io.vicinal.inference.regression.NumericExample;
import io.vicinal.inference.regression.RegressionModel;
import io.vicinal.inference.regression.RegressionTrainer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Reads the examples of a field, or all documents, and learns from them, on threads of its own. */
final class Training {
    private final ShardReads shards;
    private final LateInteractions late;
    private final Scheduler threads;
    private final int processors;

    /** @param processors that one training may use */
    Training(ShardReads shards, LateInteractions late, Scheduler threads, int processors) {
        this.shards = shards;
        this.late = late;
        this.threads = threads;
        this.processors = processors;
    }

    /** @param described labels with what they mean, for a field of labels */
    Mono<Learned> of(Collection collection, String field, List<LabelDescription> described) {
        Subject subject = Subject.of(collection, field);
        return Mono.defer(() -> {
            long began = System.nanoTime();
            // first, so that what is written meanwhile is learned the next time
            return shards.revision(collection)
                    .flatMap(revision -> field.equals(Subject.ALL_DOCUMENTS)
                            ? documents(collection).map(model -> learned(subject, revision, began, model))
                            : isNumeric(collection, field)
                                    ? regressor(collection, field)
                                            .map(model -> learned(subject, revision, began, null, model))
                                    : classifier(collection, field, described)
                                            .map(model -> learned(subject, revision, began, model, null)));
        });
    }

    /** What descriptions alone say. */
    ClassifierModel ofDescriptions(List<LabelDescription> described) {
        return ClassifierTrainer.train(Examples.sample(), new TrainingOptions(processors, described));
    }

    static boolean isNumeric(Collection collection, String field) {
        FieldType type = collection.fields().get(field);
        return type == FieldType.LONG || type == FieldType.DOUBLE || type == FieldType.DATE;
    }

    private Mono<ClassifierModel> classifier(Collection collection, String field, List<LabelDescription> described) {
        return late.sample(collection, field)
                .flatMap(scored -> shards.examples(collection, field, Examples.MOST)
                        .publishOn(threads)
                        .filter(example -> UnitVector.hasDirection(example.vector()))
                        .reduceWith(Examples::sample, Training::add)
                        .map(sample ->
                                ClassifierTrainer.train(sample, new TrainingOptions(processors, described, scored))));
    }

    private static Sample<io.vicinal.inference.examples.Example> add(
            Sample<io.vicinal.inference.examples.Example> sample, Example example) {
        List<String> labels =
                example.values().stream().map(String::valueOf).distinct().toList();
        sample.add(new io.vicinal.inference.examples.Example(example.documentId(), example.vector(), labels));
        return sample;
    }

    private Mono<RegressionModel> regressor(Collection collection, String field) {
        return shards.examples(collection, field, Examples.MOST)
                .publishOn(threads)
                .filter(example -> UnitVector.hasDirection(example.vector()))
                .reduceWith(RegressionTrainer::sample, (sample, example) -> {
                    sample.add(
                            new NumericExample(example.documentId(), example.vector(), Numbers.mean(example.values())));
                    return sample;
                })
                .map(sample -> RegressionTrainer.train(sample, processors));
    }

    private Mono<NoveltyModel> documents(Collection collection) {
        return shards.examples(collection, null, Examples.MOST)
                .publishOn(threads)
                .filter(example -> UnitVector.hasDirection(example.vector()))
                .reduceWith(NoveltyTrainer::sample, (sample, example) -> {
                    sample.add(new NoveltyTrainer.Document(example.documentId(), example.vector()));
                    return sample;
                })
                .map(sample -> NoveltyTrainer.train(sample, processors));
    }

    private static Learned learned(Subject subject, long revision, long began, NoveltyModel documents) {
        double seconds = (System.nanoTime() - began) / 1e9;
        return new Learned(subject, revision, Instant.now(), seconds, null, null, documents);
    }

    private static Learned learned(
            Subject subject,
            long revision,
            long began,
            @Nullable ClassifierModel classifier,
            @Nullable RegressionModel regressor) {
        double seconds = (System.nanoTime() - began) / 1e9;
        return new Learned(subject, revision, Instant.now(), seconds, classifier, regressor);
    }
}
