package io.vicinal.relevance.learn;

import io.vicinal.contracts.relevance.Feedback;
import io.vicinal.contracts.relevance.Feedback.Click;
import io.vicinal.contracts.relevance.Feedback.Judgement;
import java.util.Arrays;

/**
 * What is said of the hits of one query. A judgement counts before a click, and a click before silence. Saying a thing again
 * makes it no heavier: what several events say of a hit is averaged.
 *
 * <p>Clicks are rare where nobody looks: one at position {@code p} counts for the {@code p^η} that would have been seen there
 * (inverse propensity, Joachims, Swaminathan and Schnabel, WSDM 2017), with {@code η = 1} and at most {@link #MOST} so that
 * one click far down does not outweigh all else. What was shown above the last click and not clicked was seen and passed
 * over; of what is below it nothing is known.
 */
final class Labels {
    /** Events about one query that count: one who sends more tells nothing new. */
    static final int EVENTS = 20;

    static final double ETA = 1;
    static final double MOST = 10;

    private final float[] judged;
    private final float[] relevant;
    private final short[] judgements;
    private final float[] clicked;
    private final short[] clicks;
    private final boolean[] passedOver;
    private final boolean[] notNamed;
    private int events;

    Labels(int hits) {
        judged = new float[hits];
        relevant = new float[hits];
        judgements = new short[hits];
        clicked = new float[hits];
        clicks = new short[hits];
        passedOver = new boolean[hits];
        notNamed = new boolean[hits];
    }

    /** @return false where too many events came before, so that this one does not count */
    boolean add(Feedback event, LoggedQuery query) {
        if (events == EVENTS) {
            return false;
        }
        events++;
        judgements(event, query);
        clicks(event, query);
        return true;
    }

    private void judgements(Feedback event, LoggedQuery query) {
        if (event.judged().isEmpty()) {
            return;
        }
        double[] weight = new double[judged.length];
        boolean[] said = new boolean[judged.length];
        for (Judgement judgement : event.judged()) {
            int hit = query.placeOf(judgement.documentId());
            if (hit >= 0) {
                weight[hit] = judgement.weight() == null ? 1 : judgement.weight();
                said[hit] = judgement.relevant();
            }
        }
        for (int hit = 0; hit < weight.length; hit++) {
            if (weight[hit] > 0) {
                judged[hit] += (float) weight[hit];
                relevant[hit] += said[hit] ? (float) weight[hit] : 0;
                judgements[hit]++;
            }
        }
        if (event.othersOrDefault() == Feedback.Others.NOT_RELEVANT) {
            Arrays.fill(notNamed, true);
        }
    }

    private void clicks(Feedback event, LoggedQuery query) {
        int last = -1;
        boolean[] now = new boolean[clicked.length];
        for (Click click : event.clicked()) {
            int hit = query.placeOf(click.documentId());
            if (hit >= 0 && !now[hit]) {
                now[hit] = true;
                clicked[hit] += (float) Math.min(MOST, Math.pow(click.position(), ETA));
                clicks[hit]++;
                last = Math.max(last, hit);
            }
        }
        for (int hit = 0; hit < last; hit++) {
            passedOver[hit] |= !now[hit] && query.shown()[hit];
        }
    }

    /** How much is known of a hit; 0 for nothing. */
    float weight(int hit) {
        if (judgements[hit] > 0) {
            return judged[hit] / judgements[hit];
        }
        if (clicks[hit] > 0) {
            return clicked[hit] / clicks[hit];
        }
        return passedOver[hit] || notNamed[hit] ? 1 : 0;
    }

    /** From 0 to 1; between them where it was said to be relevant and not to be. */
    float relevant(int hit) {
        return judgements[hit] > 0 ? relevant[hit] / judged[hit] : clicks[hit] > 0 ? 1 : 0;
    }

    /** Whether there is something to tell apart. */
    boolean hasBoth() {
        boolean yes = false;
        boolean no = false;
        for (int hit = 0; hit < judged.length; hit++) {
            boolean known = weight(hit) > 0;
            yes |= known && relevant(hit) > 0;
            no |= known && relevant(hit) < 1;
        }
        return yes && no;
    }

    int events() {
        return events;
    }

    static long bytes(int hits) {
        return 200 + hits * 18L;
    }
}
