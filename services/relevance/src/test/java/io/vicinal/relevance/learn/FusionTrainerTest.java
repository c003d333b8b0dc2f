package io.vicinal.relevance.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vicinal.contracts.collection.MinRelevance;
import io.vicinal.contracts.relevance.LearnedFusion;
import io.vicinal.contracts.relevance.RelevanceApi.RankedHit;
import io.vicinal.contracts.relevance.RelevanceApi.RankedList;
import io.vicinal.contracts.relevance.RelevanceModel;
import io.vicinal.contracts.relevance.RelevanceModels;
import io.vicinal.contracts.search.Background.Distribution;
import io.vicinal.contracts.search.Fusion;
import io.vicinal.relevance.model.DefaultModel;
import io.vicinal.relevance.model.LearnedModel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FusionTrainerTest {
    private static final int HITS = 40;
    private static final Distribution BACKGROUND = new Distribution(0.4, 0.1, 0.5, 0.05, 500);

    /**
     * Hybrid searches where each hit has four independent signals, and the relevant one is the first by a weighted sum of them.
     *
     * @param sparse null where the collection has none
     */
    private static List<Example> searches(int queries, double dense, double lexical, double late, Double sparse) {
        Random random = new Random(7);
        List<Example> examples = new ArrayList<>();
        for (int q = 0; q < queries; q++) {
            List<RankedHit> hits = new ArrayList<>();
            int best = 0;
            double most = -1;
            for (int i = 0; i < HITS; i++) {
                double d = random.nextDouble();
                double l = random.nextDouble();
                double t = random.nextDouble();
                double s = random.nextDouble();
                double worth = dense * d + lexical * l + late * t + (sparse == null ? 0 : sparse * s);
                if (worth > most) {
                    most = worth;
                    best = i;
                }
                hits.add(new RankedHit(
                        "d" + i,
                        0.25 * d + 0.25 * l + 0.5 * t,
                        (float) (0.5 + d / 4),
                        (float) (20 * l),
                        (float) (0.3 + t / 3),
                        sparse == null ? null : (float) s));
            }
            RankedList list = new RankedList("q" + q, "c", 1, hits, 3, null, BACKGROUND, MinRelevance.NONE, false);
            examples.add(Lists.example(q, list, Lists.relevant("q" + q, "c", best)));
        }
        return examples;
    }

    private static Optional<LearnedFusion> trained(List<Example> examples, LearnedFusion serving) {
        List<Example> training = new ArrayList<>();
        List<Example> heldOut = new ArrayList<>();
        examples.forEach(example -> (HoldOut.holds(example.query().queryId()) ? heldOut : training).add(example));
        return FusionTrainer.train(training, heldOut, serving, 1);
    }

    @Test
    void findsWhatEachSignalIsWorth() {
        LearnedFusion fusion = trained(searches(400, 0.6, 0.1, 0.3, null), null).orElseThrow();
        Fusion.Weights weights = fusion.weights();
        assertThat(weights.dense()).isCloseTo(0.6, within(0.05));
        assertThat(weights.lexical()).isCloseTo(0.1, within(0.05));
        assertThat(weights.lateInteraction()).isCloseTo(0.3, within(0.05));
        assertThat(weights.sparse()).isNull();
        assertThat(fusion.ndcg()).isGreaterThan(0.9).isGreaterThan(fusion.before() + 0.1);
        assertThat(fusion.isFor(true, false)).isTrue();
        assertThat(fusion.isFor(false, false)).isFalse();
    }

    @Test
    void aSignalThatMisleadsWeighsNothing() {
        Fusion.Weights weights =
                trained(searches(400, 0.5, 0.5, -0.5, 0.5), null).orElseThrow().weights();
        assertThat(weights.lateInteraction()).isZero();
        assertThat(weights.sparse()).isCloseTo(1 / 3.0, within(0.08));
    }

    @Test
    void whatOrdersNoBetterThanWhatServesIsNothing() {
        List<Example> asByDefault = searches(400, 0.25, 0.25, 0.5, null);
        assertThat(trained(asByDefault, null)).isEmpty();
        List<Example> other = searches(400, 0.6, 0.1, 0.3, null);
        assertThat(trained(other, trained(other, null).orElseThrow())).isEmpty();
    }

    @Test
    void searchesWithoutTheSignalsOfHybridSearchTeachNothing() {
        assertThat(trained(Lists.byLateInteraction(200, 1), null)).isEmpty();
    }

    @Test
    void aModelMayHaveNewWeightsOfSignalsAndJudgeAsBefore() {
        List<Example> examples = searches(400, 0.6, 0.1, 0.3, null);
        RelevanceModels none = new RelevanceModels("c", 1, Lists.CREATED, 0, 0, List.of(), null);
        Trainer.Trial first = Trainer.train(examples, DefaultModel.INSTANCE, none, 9, Instant.EPOCH)
                .orElseThrow();
        RelevanceModels withoutFusion = none.with(new RelevanceModel(
                1,
                first.model().format(),
                Instant.EPOCH,
                first.model().intercept(),
                first.model().weights(),
                first.model().thresholds(),
                400,
                9,
                first.model().report(),
                null));
        Trainer.Trial second = Trainer.train(
                        examples, LearnedModel.of(first.model()).orElseThrow(), withoutFusion, 10, Instant.EPOCH)
                .orElseThrow();
        assertThat(second.better()).isTrue();
        assertThat(second.model().version()).isEqualTo(2);
        assertThat(second.model().fusion()).isNotNull();
        assertThat(second.model().weights()).isEqualTo(first.model().weights());
        assertThat(second.model().thresholds()).isEqualTo(first.model().thresholds());
    }
}
