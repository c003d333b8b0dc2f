package io.vicinal.relevance.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.contracts.collection.MinRelevance;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.relevance.RelevanceApi.Center;
import io.vicinal.contracts.relevance.RelevanceApi.Judgement;
import io.vicinal.contracts.relevance.RelevanceApi.RankedHit;
import io.vicinal.contracts.relevance.RelevanceApi.RankedList;
import io.vicinal.contracts.search.Explanation.Relevance;
import io.vicinal.relevance.features.ListFeatures;
import io.vicinal.relevance.model.DefaultModel;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JudgingTest {
    /** About that of the default model. */
    private static final Center CENTER = new Center(0.43, 0.43);

    private static Judgement judge(List<RankedHit> hits, MinRelevance wanted, boolean explain) {
        RankedList list = new RankedList("q", "c", 1, hits, 5, CENTER, null, wanted, explain);
        return Judging.judge(list, new ListFeatures(list), DefaultModel.INSTANCE);
    }

    private static RankedHit hit(double score, @Nullable Float dense) {
        return new RankedHit("d", score, dense, 1f, null, null);
    }

    /** One that stands out, and many that do not. */
    private static List<RankedHit> list(float best, float others) {
        return IntStream.range(0, 100)
                .mapToObj(i -> i == 0 ? hit(0.95, best) : hit(0.4 - i / 1000.0, others - i / 1000f))
                .toList();
    }

    @Test
    void whatStandsOutAndIsNearIsRelevantAndTheRestIsNot() {
        Judgement judgement = judge(list(0.85f, 0.6f), MinRelevance.BALANCED, false);
        assertThat(judgement.relevance()[0]).isGreaterThan(0.8);
        assertThat(judgement.relevance()[1]).isLessThan(judgement.threshold());
        assertThat(judgement.explanations()).isNull();
    }

    @Test
    void theBestOfABadLotIsNot() {
        Judgement judgement = judge(list(0.55f, 0.5f), MinRelevance.BALANCED, false);
        assertThat(Arrays.stream(judgement.relevance()).max().orElseThrow()).isLessThan(judgement.threshold());
    }

    @Test
    void manyThatAllButRepeatTheQueryAreAllRelevant() {
        List<RankedHit> alike = Collections.nCopies(60, hit(0.9, 0.98f));
        Judgement judgement = judge(alike, MinRelevance.BALANCED, false);
        assertThat(Arrays.stream(judgement.relevance())).allMatch(p -> p > judgement.threshold());
    }

    @Test
    void probabilitiesAreProbabilitiesWhateverComesIn() {
        List<RankedHit> odd =
                List.of(hit(Double.NaN, Float.NaN), hit(Double.MAX_VALUE, 2f), hit(-1e30, -2f), hit(0, null));
        assertThat(Arrays.stream(judge(odd, MinRelevance.NONE, true).relevance()))
                .allMatch(p -> p >= 0 && p <= 1);
        assertThat(judge(List.of(), MinRelevance.NONE, true).relevance()).isEmpty();
        assertThat(judge(List.of(hit(1, 0.9f)), MinRelevance.NONE, false).relevance()[0])
                .isGreaterThan(DefaultModel.THRESHOLDS.balanced());
    }

    @Test
    void aWordIsANumberOfTheModel() {
        List<RankedHit> one = List.of(hit(1, 0.9f));
        assertThat(judge(one, MinRelevance.of("precision"), false).threshold())
                .isGreaterThan(judge(one, MinRelevance.BALANCED, false).threshold());
        assertThat(judge(one, MinRelevance.BALANCED, false).threshold())
                .isGreaterThan(judge(one, MinRelevance.of("recall"), false).threshold());
        assertThat(judge(one, MinRelevance.of(0.42), false).threshold()).isEqualTo(0.42);
    }

    @Test
    void anExplanationGivesTheProductAndItsFeatures() {
        Judgement judgement = judge(list(0.85f, 0.6f), MinRelevance.BALANCED, true);
        Relevance why = Objects.requireNonNull(judgement.explanations()).getFirst();
        assertThat(why.anything() * why.place())
                .isEqualTo(why.probability())
                .isEqualTo(judgement.relevance()[0]);
        assertThat(why.features())
                .containsKeys("closeness", "z_score", "log_odds")
                .doesNotContainKey("sparse_share");
    }

    @Test
    void moreHitsThanAnyPageHasAreRefused() {
        List<RankedHit> many = Collections.nCopies(10_001, hit(1, 0.9f));
        assertThatThrownBy(() -> judge(many, MinRelevance.NONE, false))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().field()).isEqualTo("hits"));
    }
}
