package io.vicinal.inference.classifier;

import io.vicinal.inference.calibration.Temperature;
import io.vicinal.inference.classifier.Prediction.Evidence;
import io.vicinal.inference.head.Head;
import io.vicinal.inference.matrix.UnitVector;
import io.vicinal.inference.neighbours.Neighbour;
import io.vicinal.inference.neighbours.Rescoring;
import io.vicinal.inference.neighbours.Voting;
import io.vicinal.inference.prior.LabelShift;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Labels texts: the votes of their neighbours and the head's logits are mixed, calibrated, moved to the prior that was asked
 * for, and answered or not. Immutable, for any number of threads.
 */
public final class Classifier {
    private final ClassifierModel model;

    public Classifier(ClassifierModel model) {
        this.model = model;
    }

    public ClassifierModel model() {
        return model;
    }

    public Prediction classify(float[] vector, List<Neighbour> neighbours) {
        return classify(List.of(new Query(vector, neighbours)), Ask.DEFAULT).getFirst();
    }

    /**
     * Of each its label. With {@link Ask.Prior#BATCH} all of them tell how frequent labels are.
     *
     * @throws IllegalArgumentException where a vector has other dimensions than the examples, or no direction, or where a prior is asked
     *     for and a document may have several labels
     */
    public List<Prediction> classify(List<Query> queries, Ask ask) {
        LabelNumbers numbers = LabelNumbers.of(model.labels(), queries);
        Voting voting = voting(ask);
        List<Voters> voters = queries.stream().map(this::voters).toList();
        List<double[]> distributions = new ArrayList<>(queries.size());
        for (int i = 0; i < queries.size(); i++) {
            distributions.add(distribution(queries.get(i).vector(), voters.get(i), voting, numbers));
        }
        distributions = moved(distributions, ask.prior(), numbers);
        Decision decision = new Decision(model, numbers, ask);
        List<Prediction> predictions = new ArrayList<>(queries.size());
        for (int i = 0; i < queries.size(); i++) {
            predictions.add(decision.on(distributions.get(i), queries.get(i), evidence(voters.get(i), voting)));
        }
        return predictions;
    }

    /** @param scores what they vote with, the best first */
    private record Voters(List<Neighbour> neighbours, double[] scores) {}

    private Voters voters(Query query) {
        Rescoring rescoring = model.rescoring();
        if (rescoring == null) {
            return new Voters(query.neighbours(), similarities(query.neighbours()));
        }
        List<Neighbour> ordered = rescoring.ordered(query.neighbours());
        return new Voters(
                ordered, ordered.stream().mapToDouble(rescoring::score).toArray());
    }

    private Voting voting(Ask ask) {
        Voting chosen = model.voting();
        return new Voting(
                ask.neighbours() == null ? chosen.neighbours() : ask.neighbours(),
                ask.temperature() == null ? chosen.temperature() : ask.temperature(),
                chosen.base());
    }

    private double[] distribution(float[] vector, Voters voters, Voting voting, LabelNumbers numbers) {
        if (model.dimensions() > 0 && vector.length != model.dimensions()) {
            throw new IllegalArgumentException(
                    vector.length + " dimensions, where the examples have " + model.dimensions());
        }
        double[] shares = voting.shares(numbers.of(voters.neighbours()), voters.scores(), believed(vector, numbers));
        Head head = model.head();
        if (model.multiValued() || shares.length == 0) {
            return shares;
        }
        model.mixture()
                .mix(
                        shares,
                        head == null ? new int[0] : head.labels(),
                        head == null ? new double[0] : head.logs(UnitVector.of(vector)));
        Temperature.apply(shares, model.temperature());
        return shares;
    }

    /** The base distribution: of labels that came after training it knows nothing. */
    private double[] believed(float[] vector, LabelNumbers numbers) {
        int known = model.labels().size();
        double[] believed = model.descriptions() == null
                ? LabelShift.balanced(known)
                : model.descriptions().believed(vector, known);
        return Arrays.copyOf(believed, numbers.size());
    }

    private List<double[]> moved(List<double[]> distributions, Ask.Prior prior, LabelNumbers numbers) {
        if (prior == Ask.Prior.EXAMPLES || numbers.size() == 0) {
            return distributions;
        }
        if (model.multiValued()) {
            throw new IllegalArgumentException("a prior is of labels of which a document has one");
        }
        double[] before = LabelShift.shares(Arrays.copyOf(model.supports(), numbers.size()));
        double[] now = prior == Ask.Prior.BALANCED
                ? LabelShift.balanced(numbers.size())
                : LabelShift.estimate(distributions, before);
        return distributions.stream()
                .map(distribution -> LabelShift.adjust(distribution, before, now))
                .toList();
    }

    private static List<Evidence> evidence(Voters voters, Voting voting) {
        double[] weights = voting.weights(voters.scores());
        double all = voting.base() + Arrays.stream(weights).sum();
        List<Evidence> evidence = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            Neighbour neighbour = voters.neighbours().get(i);
            evidence.add(new Evidence(
                    neighbour.documentId(),
                    neighbour.labels(),
                    neighbour.similarity(),
                    neighbour.lateInteraction(),
                    weights[i] / all));
        }
        return evidence;
    }

    static double[] similarities(List<Neighbour> neighbours) {
        return neighbours.stream().mapToDouble(Neighbour::similarity).toArray();
    }
}
