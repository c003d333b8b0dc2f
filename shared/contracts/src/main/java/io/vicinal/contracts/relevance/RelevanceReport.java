package io.vicinal.contracts.relevance;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/**
 * How good a learned model is, on the judged queries that were held out of its training.
 *
 * @param queries held out
 * @param hits of theirs with a label
 * @param relevant of those
 * @param improvement in log loss a hit over the model that served, as the reusable hold-out tells it
 * @param model this one's
 * @param before those of the model that served when it was trained
 * @param byDefault those of the default model
 * @param reliability bins of equal width; empty ones are left out
 * @param curve what a threshold shows, from low to high
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RelevanceReport(
        int queries,
        long hits,
        long relevant,
        double improvement,
        Measures model,
        Measures before,
        Measures byDefault,
        List<Bin> reliability,
        List<Point> curve) {

    /**
     * @param logLoss mean a hit, in nats
     * @param auprc area under precision–recall over all (query, hit) pairs
     * @param ece expected calibration error, in 15 bins of equal width
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Measures(double logLoss, double auprc, double ece) {}

    /**
     * @param probability mean of what was predicted
     * @param relevant the share that is
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Bin(double from, double to, long hits, double probability, double relevant) {}

    /**
     * @param precision the share of the hits shown that is relevant
     * @param recall the share of the relevant hits that is shown
     * @param shown hits a query
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Point(double threshold, double precision, double recall, double shown) {}
}
