package io.vicinal.relevance.learn;

import io.vicinal.contracts.relevance.LearnedFusion;
import io.vicinal.relevance.learn.SignalLists.Judged;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** From judged hybrid searches to the weights of their signals, where these order the held-out ones better than what serves. */
final class FusionTrainer {
    /** Of the softmax that the default weights are taken for, as that of relevance is (docs/decisions/0024). */
    private static final double TEMPERATURE = 0.1;

    private static final int CUT = 10;

    /** Of the hold-out's noise: an order that people are used to is not changed for what may be chance. */
    private static final double LEAST_GAIN = 4;

    /**
     * @param serving null where the default weights order
     * @param seed of the hold-out's noise
     * @return empty where they are no better, or there is too little to tell
     */
    static Optional<LearnedFusion> train(
            List<Example> training, List<Example> heldOut, @Nullable LearnedFusion serving, long seed) {
        SignalLists trained = SignalLists.of(training);
        SignalLists held = SignalLists.of(heldOut);
        if (trained.lists().size() < Trainer.LEAST_QUERIES
                || held.lists().size() < Trainer.LEAST_HELD_OUT
                || !trained.signals().equals(held.signals())) {
            return Optional.empty();
        }
        double[] prior = Arrays.stream(trained.byDefault())
                .map(weight -> weight / TEMPERATURE)
                .toArray();
        double[] fitted = ListwiseFit.fit(trained.lists(), prior);
        double[] before = serving == null ? null : trained.columns(serving.weights());
        double[] gains = gains(held.lists(), fitted, before);
        HoldOut.Answer gain = HoldOut.ask(gains(trained.lists(), fitted, before), gains, seed);
        if (!(gain.value() > LEAST_GAIN * gain.noise())) {
            return Optional.empty();
        }
        double now = mean(held.lists(), fitted);
        return Optional.of(new LearnedFusion(
                trained.weights(fitted),
                gains.length,
                now,
                now - Arrays.stream(gains).average().orElse(0)));
    }

    private static double mean(List<Judged> lists, double[] weights) {
        return lists.stream()
                .mapToDouble(list -> ndcg(list, ListwiseFit.scores(list, weights)))
                .average()
                .orElse(0);
    }

    /** @param before null for the order that they came in, which smoothing may have had its share in */
    private static double[] gains(List<Judged> lists, double[] now, double @Nullable [] before) {
        return lists.stream()
                .mapToDouble(list -> ndcg(list, ListwiseFit.scores(list, now))
                        - ndcg(list, before == null ? list.score() : ListwiseFit.scores(list, before)))
                .toArray();
    }

    /** Of the labelled hits among each other; Järvelin and Kekäläinen, TOIS 2002, with gains as they are. */
    static double ndcg(Judged list, double[] scores) {
        double[] gain = list.relevant();
        double best = gained(
                IntStream.range(0, gain.length).boxed().sorted((a, b) -> Double.compare(gain[b], gain[a])), gain);
        double found = gained(
                IntStream.range(0, gain.length).boxed().sorted((a, b) -> Double.compare(scores[b], scores[a])), gain);
        return best == 0 ? 0 : found / best;
    }

    private static double gained(Stream<Integer> order, double[] gain) {
        int[] first = order.limit(CUT).mapToInt(Integer::intValue).toArray();
        return IntStream.range(0, first.length)
                .mapToDouble(place -> gain[first[place]] / (Math.log(place + 2) / Math.log(2)))
                .sum();
    }

    private FusionTrainer() {}
}
