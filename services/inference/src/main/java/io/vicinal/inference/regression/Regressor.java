package io.vicinal.inference.regression;

import io.vicinal.inference.matrix.UnitVector;
import io.vicinal.inference.regression.Estimate.NumericEvidence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/** Estimates a number from a text's nearest examples. Immutable, for any number of threads. */
public final class Regressor {
    private final RegressionModel model;

    public Regressor(RegressionModel model) {
        this.model = model;
    }

    public RegressionModel model() {
        return model;
    }

    /**
     * @param vector {@code float[dimensions]}
     * @param neighbours nearest first
     * @param coverage the share of intervals that shall hold the true number, between 0 and 1
     * @throws IllegalArgumentException where a vector that is needed is missing or has other dimensions
     */
    public Estimate regress(float[] vector, List<NumericNeighbour> neighbours, double coverage) {
        if (!(coverage > 0 && coverage < 1)) {
            throw new IllegalArgumentException("coverage is between 0 and 1");
        }
        if (neighbours.isEmpty()) {
            return new Estimate(null, null, null, List.of());
        }
        double[] similarities =
                neighbours.stream().mapToDouble(NumericNeighbour::similarity).toArray();
        double[] values =
                neighbours.stream().mapToDouble(NumericNeighbour::value).toArray();
        double[] weights = model.setting().weights(similarities);
        LocalFit fit = model.setting().method() == LocalMethod.MEAN
                ? LocalFit.mean(values, weights)
                : LocalFit.linear(
                        values,
                        weights,
                        products(vector, neighbours, weights.length),
                        weights.length + 1,
                        model.setting().ridge());
        OptionalDouble reach = model.conformal().reach(fit.spread(), coverage);
        return new Estimate(
                fit.value(),
                reach.isEmpty() ? null : fit.value() - reach.getAsDouble(),
                reach.isEmpty() ? null : fit.value() + reach.getAsDouble(),
                evidence(neighbours, weights));
    }

    private double[] products(float[] vector, List<NumericNeighbour> neighbours, int count) {
        List<float[]> rows = new ArrayList<>();
        for (NumericNeighbour neighbour : neighbours.subList(0, count)) {
            if (neighbour.vector() == null) {
                throw new IllegalArgumentException("a neighbour without its vector: " + neighbour.documentId());
            }
            rows.add(neighbour.vector());
        }
        rows.add(UnitVector.of(vector));
        double[] products = new double[rows.size() * rows.size()];
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).length != model.dimensions()) {
                throw new IllegalArgumentException(
                        rows.get(i).length + " dimensions, where the examples have " + model.dimensions());
            }
            for (int j = 0; j <= i; j++) {
                double product = 0;
                for (int c = 0; c < vector.length; c++) {
                    product += (double) rows.get(i)[c] * rows.get(j)[c];
                }
                products[i * rows.size() + j] = product;
                products[j * rows.size() + i] = product;
            }
        }
        return products;
    }

    private static List<NumericEvidence> evidence(List<NumericNeighbour> neighbours, double[] weights) {
        double all = Arrays.stream(weights).sum();
        List<NumericEvidence> evidence = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            NumericNeighbour neighbour = neighbours.get(i);
            evidence.add(new NumericEvidence(
                    neighbour.documentId(), neighbour.value(), neighbour.similarity(), weights[i] / all));
        }
        return evidence;
    }
}
