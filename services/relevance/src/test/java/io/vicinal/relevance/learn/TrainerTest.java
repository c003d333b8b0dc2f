package io.vicinal.relevance.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.contracts.relevance.RelevanceModel;
import io.vicinal.contracts.relevance.RelevanceModels;
import io.vicinal.contracts.relevance.RelevanceReport;
import io.vicinal.relevance.model.DefaultModel;
import io.vicinal.relevance.model.LearnedModel;
import io.vicinal.relevance.model.Model;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainerTest {
    private static final Instant NOW = Instant.parse("2026-01-02T00:00:00Z");

    private static Trainer.Trial trial(List<Example> examples, Model serving, int version) {
        return Trainer.train(examples, serving, models(version - 1), 99, NOW).orElseThrow();
    }

    private static RelevanceModels models(int newest) {
        return new RelevanceModels("c", 1, Lists.CREATED, 0, newest, List.of(), null);
    }

    @Test
    void learnsWhatTheDefaultModelDoesNotKnow() {
        Trainer.Trial trial = trial(Lists.byLateInteraction(200, 1), DefaultModel.INSTANCE, 1);
        assertThat(trial.better()).isTrue();
        RelevanceReport report = trial.model().report();
        assertThat(report.improvement()).isPositive();
        assertThat(report.model().logLoss()).isLessThan(report.byDefault().logLoss() / 2);
        assertThat(report.model().auprc())
                .isGreaterThan(0.95)
                .isGreaterThan(report.before().auprc());
        assertThat(report.hits()).isEqualTo(10L * report.queries());
        assertThat(report.relevant()).isEqualTo(report.queries());
        assertThat(report.reliability()).isNotEmpty();
        assertThat(report.curve()).isNotEmpty().isSortedAccordingTo((a, b) -> Double.compare(b.recall(), a.recall()));
    }

    @Test
    void aScoreThatIsNoNumberSpoilsNothing() {
        List<Example> examples = Lists.byLateInteraction(200, 1);
        for (int q = 0; q < 20; q++) {
            Arrays.fill(examples.get(q).query().values(), Float.NaN);
        }
        Trainer.Trial trial = trial(examples, DefaultModel.INSTANCE, 1);
        assertThat(trial.better()).isTrue();
        assertThat(trial.model().report().model().auprc()).isGreaterThan(0.95);
        assertThat(LearnedModel.of(trial.model())).isPresent();
    }

    @Test
    void theSameExamplesGiveTheSameModel() {
        assertThat(trial(Lists.byLateInteraction(60, 1), DefaultModel.INSTANCE, 1))
                .isEqualTo(trial(Lists.byLateInteraction(60, 1), DefaultModel.INSTANCE, 1));
    }

    @Test
    void whatIsNoBetterThanWhatServesIsNotPublished() {
        List<Example> examples = Lists.byLateInteraction(200, 1);
        RelevanceModel first = trial(examples, DefaultModel.INSTANCE, 1).model();
        LearnedModel serving = LearnedModel.of(first).orElseThrow();
        assertThat(trial(examples, serving, 2).better()).isFalse();
    }

    @Test
    void tooFewHeldOutToTellIsNothing() {
        List<Example> training = Lists.byLateInteraction(100, 1).stream()
                .filter(example -> !HoldOut.holds(example.query().queryId()))
                .toList();
        assertThat(Trainer.train(training, DefaultModel.INSTANCE, models(0), 0, NOW))
                .isEmpty();
    }

    @Test
    void theWordsKeepAsManyQueriesAnswersAsTheDefaultsDoAndAreInOrder() {
        List<Example> examples = Lists.byLateInteraction(300, 1);
        RelevanceModel model = trial(examples, DefaultModel.INSTANCE, 1).model();
        assertThat(model.thresholds().recall())
                .isPositive()
                .isLessThanOrEqualTo(model.thresholds().balanced());
        assertThat(model.thresholds().balanced())
                .isLessThanOrEqualTo(model.thresholds().precision());
        long byDefault = kept(examples, DefaultModel.INSTANCE, DefaultModel.THRESHOLDS.balanced());
        long learned = kept(
                examples,
                LearnedModel.of(model).orElseThrow(),
                model.thresholds().balanced());
        assertThat(learned).isEqualTo(byDefault).isBetween(1L, 300L);
    }

    private static long kept(List<Example> examples, Model model, double threshold) {
        return examples.stream()
                .filter(example -> {
                    var features = example.query().listFeatures();
                    for (int hit = 0; hit < features.hits(); hit++) {
                        if (example.labels().relevant(hit) > 0
                                && model.anything(features, hit) * model.place(features, hit) >= threshold) {
                            return true;
                        }
                    }
                    return false;
                })
                .count();
    }

    @Test
    void aModelOfAnotherFormatOrWithUnknownFeaturesOrNoNumbersIsNotUsed() {
        RelevanceModel model =
                trial(Lists.byLateInteraction(60, 1), DefaultModel.INSTANCE, 1).model();
        assertThat(LearnedModel.of(model)).isPresent();
        assertThat(LearnedModel.of(with(model, RelevanceModel.FORMAT + 1, model.intercept(), model.weights())))
                .isEmpty();
        assertThat(LearnedModel.of(with(model, RelevanceModel.FORMAT, Double.NaN, model.weights())))
                .isEmpty();
        assertThat(LearnedModel.of(
                        with(model, RelevanceModel.FORMAT, 0, List.of(new RelevanceModel.Weight("colour", 0, 1, 1)))))
                .isEmpty();
    }

    private static RelevanceModel with(
            RelevanceModel model, int format, double intercept, List<RelevanceModel.Weight> weights) {
        return new RelevanceModel(
                model.version(),
                format,
                model.createdAt(),
                intercept,
                weights,
                model.thresholds(),
                model.examples(),
                model.feedback(),
                model.report(),
                model.fusion());
    }
}
