package io.vicinal.relevance.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.contracts.collection.Chunking;
import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.contracts.relevance.Feedback;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FeedbackViewTest {
    private static final ViewLimits ROOM = new ViewLimits(1 << 20, 1 << 20, 1 << 20, 1000);
    private static final int EVENT_BYTES = 100;

    static Collection collection(String name, int version, Instant createdAt) {
        return new Collection(
                name, version, "model", 4, 1, Map.of(), new Chunking(512, 0), VectorFormat.INT8, createdAt);
    }

    private static final Collection C = collection("c", 1, Lists.CREATED);

    private static LoggedQuery query(int number) {
        return Lists.logged(number, Lists.ranked("q" + number, "c", number % Lists.HITS, new Random(number)));
    }

    private static Feedback event(int number) {
        return Lists.relevant("q" + number, "c", number % Lists.HITS);
    }

    private static String shown(FeedbackView view) {
        StringBuilder shown = new StringBuilder(view.counts().toString());
        for (Example example : view.examples(C)) {
            shown.append('\n').append(example.query().queryId()).append(' ').append(example.feedback());
            for (int hit = 0; hit < example.query().hits(); hit++) {
                shown.append(' ')
                        .append(example.labels().weight(hit))
                        .append(':')
                        .append(example.labels().relevant(hit));
            }
        }
        return shown.toString();
    }

    @Test
    void holdsTheSameInWhateverOrderTheLogsAreReadBesideEachOther() {
        Random random = new Random();
        long seed = random.nextLong();
        random.setSeed(seed);
        List<Feedback> events = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            events.add(event(random.nextInt(60)));
        }
        String expected = null;
        for (int run = 0; run < 20; run++) {
            FeedbackView view = new FeedbackView(ROOM);
            int event = 0;
            int query = 0;
            while (event < events.size() || query < 50) {
                if (query == 50 || event < events.size() && random.nextInt(7) != 0) {
                    view.feedback(event, events.get(event++), EVENT_BYTES);
                } else {
                    view.query(query(query++));
                }
            }
            Counts counts = view.counts();
            assertThat(counts.events() + counts.ignored() + counts.unmatched()).isEqualTo(300);
            assertThat(counts.unmatched()).isPositive();
            expected = expected == null ? shown(view) : expected;
            assertThat(shown(view)).as("seed %s", seed).isEqualTo(expected);
        }
    }

    @Test
    void belongsToAVersionOfACollection() {
        FeedbackView view = new FeedbackView(ROOM);
        view.query(query(1));
        view.feedback(0, event(1), EVENT_BYTES);
        assertThat(view.examples(C)).hasSize(1);
        assertThat(view.examples(collection("c", 2, Lists.CREATED))).isEmpty();
        assertThat(view.examples(collection("c", 1, Lists.CREATED.plusSeconds(1))))
                .as("made anew")
                .isEmpty();
    }

    @Test
    void feedbackThatNamesAnotherCollectionThanTheQuerysCountsForNothing() {
        FeedbackView view = new FeedbackView(ROOM);
        view.query(query(1));
        view.feedback(0, Lists.relevant("q1", "other", 1), EVENT_BYTES);
        assertThat(view.counts().unmatched()).isEqualTo(1);
        assertThat(view.counts().events()).isZero();
    }

    @Test
    void aQueryThatIsLoggedTwiceCountsOnce() {
        FeedbackView view = new FeedbackView(ROOM);
        view.query(query(1));
        view.query(query(1));
        view.feedback(0, event(1), EVENT_BYTES);
        view.query(query(1));
        assertThat(view.counts()).extracting(Counts::examples, Counts::waiting).containsExactly(1L, 0L);
    }

    @Test
    void forgetsTheOldestWhereThereIsNoRoom() {
        long one = query(0).bytes() + Labels.bytes(Lists.HITS);
        FeedbackView view = new FeedbackView(new ViewLimits(10 * one, 5L * EVENT_BYTES, 8 * one, 6));
        for (int i = 0; i < 100; i++) {
            view.query(query(i));
            view.feedback(i, Lists.relevant("unknown" + i, "c", 1), EVENT_BYTES);
            assertThat(view.counts().bytes()).isLessThanOrEqualTo(18 * one + 5 * EVENT_BYTES);
        }
        assertThat(view.counts().waiting()).isEqualTo(10 * one / query(99).bytes());
        assertThat(view.counts().unmatched()).as("forgotten ones are counted").isEqualTo(100);
        for (int i = 91; i < 100; i++) {
            view.feedback(100 + i, event(i), EVENT_BYTES);
        }
        assertThat(view.examples(C))
                .extracting(example -> example.query().queryId())
                .containsExactly("q94", "q95", "q96", "q97", "q98", "q99");
    }

    @Test
    void moreThanTwentyEventsOnAQueryAreIgnoredAndCounted() {
        FeedbackView view = new FeedbackView(ROOM);
        for (int i = 0; i < 15; i++) {
            view.feedback(i, event(1), EVENT_BYTES);
        }
        view.query(query(1));
        for (int i = 15; i < 50; i++) {
            view.feedback(i, event(1), EVENT_BYTES);
        }
        assertThat(view.counts()).extracting(Counts::events, Counts::ignored).containsExactly(20L, 30L);
    }
}
