package io.vicinal.relevance.learn;

import io.vicinal.relevance.learn.SignalLists.Judged;
import java.util.Arrays;
import java.util.List;

/**
 * The most likely weights of a linear score, where the chance of a hit to be the one that is wanted is the softmax of the scores
 * in its list (conditional logit, McFadden 1974; as a loss of ranking, ListNet, Cao et al., ICML 2007): maximises
 * {@code Σ lists Σ hits target · ln softmax(w · x) − PRECISION/2 · |w − prior|²} by {@link Newton}'s method. None may be below 0: one that would be is left out, and the rest fitted again.
 */
final class ListwiseFit implements Newton.Loss {
    /** Of the prior on each weight, in the softmax's units: at default weights they are 2.5 to 5. */
    private static final double PRECISION = 0.1;

    private final List<Judged> lists;
    private final double[] prior;
    private final boolean[] isOut;

    private ListwiseFit(List<Judged> lists, double[] prior) {
        this.lists = lists;
        this.prior = prior;
        this.isOut = new boolean[prior.length];
    }

    /**
     * @param prior {@code double[signals]}, at least 0 and not all 0
     * @return {@code double[signals]}, at least 0
     */
    static double[] fit(List<Judged> lists, double[] prior) {
        ListwiseFit fit = new ListwiseFit(lists, prior);
        double[] weights = fit.run();
        while (Arrays.stream(weights).anyMatch(w -> w < 0)) {
            for (int s = 0; s < weights.length; s++) {
                fit.isOut[s] |= weights[s] < 0;
            }
            weights = fit.run();
        }
        return weights;
    }

    private double[] run() {
        double[] weights = prior.clone();
        for (int s = 0; s < weights.length; s++) {
            weights[s] = isOut[s] ? 0 : weights[s];
        }
        return Newton.least(this, weights);
    }

    @Override
    public double of(double[] weights) {
        double loss = 0;
        for (Judged list : lists) {
            double[] share = softmax(list, weights);
            double all = Arrays.stream(list.relevant()).sum();
            for (int hit = 0; hit < share.length; hit++) {
                if (list.relevant()[hit] > 0) {
                    loss -= list.relevant()[hit] / all * Math.log(Math.max(share[hit], Double.MIN_NORMAL));
                }
            }
        }
        for (int s = 0; s < weights.length; s++) {
            loss += isOut[s] ? 0 : PRECISION / 2 * (weights[s] - prior[s]) * (weights[s] - prior[s]);
        }
        return loss;
    }

    /** What is left out stays where it is. */
    @Override
    public void derive(double[] weights, double[] gradient, double[][] information) {
        int width = weights.length;
        for (int s = 0; s < width; s++) {
            gradient[s] = isOut[s] ? 0 : PRECISION * (prior[s] - weights[s]);
            information[s][s] = PRECISION;
        }
        for (Judged list : lists) {
            double[] share = softmax(list, weights);
            double all = Arrays.stream(list.relevant()).sum();
            double[] mean = new double[width];
            for (int hit = 0; hit < share.length; hit++) {
                for (int s = 0; s < width; s++) {
                    mean[s] += share[hit] * list.scaled()[hit][s];
                }
            }
            for (int hit = 0; hit < share.length; hit++) {
                double[] x = list.scaled()[hit];
                double target = list.relevant()[hit] / all;
                for (int s = 0; s < width; s++) {
                    if (!isOut[s]) {
                        gradient[s] += (target - share[hit]) * x[s];
                        for (int t = 0; t <= s; t++) {
                            information[s][t] += isOut[t] ? 0 : share[hit] * (x[s] - mean[s]) * (x[t] - mean[t]);
                        }
                    }
                }
            }
        }
    }

    private static double[] softmax(Judged list, double[] weights) {
        double[] scores = scores(list, weights);
        double max = Arrays.stream(scores).max().orElse(0);
        double sum = 0;
        for (int hit = 0; hit < scores.length; hit++) {
            scores[hit] = Math.exp(scores[hit] - max);
            sum += scores[hit];
        }
        for (int hit = 0; hit < scores.length; hit++) {
            scores[hit] /= sum;
        }
        return scores;
    }

    /** {@code double[hits]}. */
    static double[] scores(Judged list, double[] weights) {
        double[] scores = new double[list.scaled().length];
        for (int hit = 0; hit < scores.length; hit++) {
            for (int s = 0; s < weights.length; s++) {
                scores[hit] += weights[s] * list.scaled()[hit][s];
            }
        }
        return scores;
    }
}
