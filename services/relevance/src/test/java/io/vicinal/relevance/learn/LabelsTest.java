package io.vicinal.relevance.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vicinal.contracts.relevance.Feedback;
import io.vicinal.contracts.relevance.Feedback.Click;
import io.vicinal.contracts.relevance.Feedback.Judgement;
import io.vicinal.contracts.relevance.Feedback.Others;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LabelsTest {
    private static final Offset<Float> EXACT = within(1e-6f);
    private final LoggedQuery query = Lists.logged(0, Lists.ranked("q", "c", 3, new Random(1)));
    private final Labels labels = new Labels(query.hits());

    private void judge(Others others, Judgement... judgements) {
        labels.add(new Feedback("q", "c", List.of(judgements), null, others), query);
    }

    private void click(Click... clicks) {
        labels.add(new Feedback("q", "c", null, List.of(clicks), null), query);
    }

    private static Judgement yes(int hit) {
        return new Judgement("d" + hit, true, null);
    }

    private static Judgement no(int hit) {
        return new Judgement("d" + hit, false, null);
    }

    @Test
    void whatIsNotNamedBesideARelevantHitIsNotRelevant() {
        judge(null, yes(2));
        assertThat(labels.relevant(2)).isEqualTo(1);
        for (int hit = 0; hit < query.hits(); hit++) {
            assertThat(labels.weight(hit)).isEqualTo(1);
            assertThat(labels.relevant(hit)).isEqualTo(hit == 2 ? 1 : 0);
        }
        assertThat(labels.hasBoth()).isTrue();
    }

    @Test
    void orUnknownWhereOneSaysSoOrNamesNothingRelevant() {
        judge(Others.UNKNOWN, yes(2));
        judge(null, no(4));
        assertThat(labels.weight(2)).isEqualTo(1);
        assertThat(labels.weight(4)).isEqualTo(1);
        assertThat(labels.weight(0)).isZero();
    }

    @Test
    void whatEventsSayOfAHitIsAveragedByTheirWeights() {
        judge(Others.UNKNOWN, new Judgement("d1", true, 1.0));
        judge(Others.UNKNOWN, new Judgement("d1", false, 0.5));
        assertThat(labels.relevant(1)).isCloseTo(2f / 3, EXACT);
        assertThat(labels.weight(1)).isCloseTo(0.75f, EXACT);
    }

    @Test
    void sayingItAgainMakesItNoHeavier() {
        for (int i = 0; i < 5; i++) {
            judge(null, yes(1));
            click(new Click("d6", 7));
        }
        assertThat(labels.weight(1)).isEqualTo(1);
        assertThat(labels.weight(6)).isEqualTo(7);
    }

    @Test
    void aLaterJudgementOfTheSameEventWins() {
        judge(Others.UNKNOWN, new Judgement("d1", true, 0.2), new Judgement("d1", true, 0.8));
        assertThat(labels.weight(1)).isCloseTo(0.8f, EXACT);
    }

    @Test
    void aClickCountsForThoseThatWouldHaveBeenSeenThereButNotForever() {
        click(new Click("d0", 1), new Click("d4", 5), new Click("d9", 400));
        assertThat(labels.weight(0)).isEqualTo(1);
        assertThat(labels.weight(4)).isEqualTo(5);
        assertThat(labels.weight(9)).isEqualTo(10);
        assertThat(labels.relevant(4)).isEqualTo(1);
    }

    @Test
    void whatWasPassedOverIsNotRelevantAndWhatIsBelowTheLastClickUnknown() {
        query.shown()[1] = false;
        click(new Click("d3", 3));
        assertThat(labels.weight(0)).as("seen and not clicked").isEqualTo(1);
        assertThat(labels.relevant(0)).isZero();
        assertThat(labels.weight(1)).as("not shown").isZero();
        assertThat(labels.weight(2)).isEqualTo(1);
        assertThat(labels.weight(4)).as("perhaps never seen").isZero();
    }

    @Test
    void aJudgementCountsBeforeAClick() {
        click(new Click("d3", 4));
        judge(Others.UNKNOWN, no(3));
        assertThat(labels.relevant(3)).isZero();
        assertThat(labels.weight(3)).isEqualTo(1);
    }

    @Test
    void afterTwentyEventsNoneCounts() {
        for (int i = 0; i < 20; i++) {
            assertThat(labels.add(Lists.relevant("q", "c", 1), query)).isTrue();
        }
        assertThat(labels.add(Lists.relevant("q", "c", 2), query)).isFalse();
        assertThat(labels.relevant(2)).isZero();
    }

    @Test
    void aDocumentThatIsNoHitSaysNothing() {
        judge(Others.UNKNOWN, new Judgement("elsewhere", true, null));
        assertThat(labels.hasBoth()).isFalse();
        for (int hit = 0; hit < query.hits(); hit++) {
            assertThat(labels.weight(hit)).isZero();
        }
    }
}
