package io.vicinal.evaluation.classify;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.vicinal.evaluation.metrics.Calibration;
import io.vicinal.evaluation.metrics.LabelQuality;
import io.vicinal.evaluation.metrics.RiskCoverage;
import io.vicinal.evaluation.metrics.Roc;
import io.vicinal.evaluation.report.Machine;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What {@code result.json} of {@code vicinal eval classify} holds.
 *
 * @param schema what was asked for of the collection beside its field of labels
 * @param method auto or votes
 * @param maxRisk that was asked for; null without
 * @param examplesPerLabel that were drawn; null where all of the training file was taken
 * @param seed of the draws; null without
 * @param texts that were labelled
 * @param strangers texts of none of the labels
 * @param unseen labels of the test that the training file does not have; their texts count as wrong
 * @param figures the mean over the runs
 */
@JsonInclude(Include.NON_NULL)
record ClassificationResult(
        String train,
        String test,
        Instant at,
        Machine machine,
        String url,
        String collection,
        Map<String, Object> schema,
        String method,
        @Nullable Double maxRisk,
        @Nullable Integer examplesPerLabel,
        @Nullable Long seed,
        int texts,
        int strangers,
        List<String> unseen,
        Figures figures,
        List<Run> runs) {

    /**
     * Of one draw, or of all examples.
     *
     * @param ingestSeconds from the first byte sent until all examples are searchable; null where they were already
     * @param classifierSeconds that were waited for the classifier
     * @param abstained how often for which reason
     * @param classifier what the platform says of it: what was chosen, and what to expect; null where nothing is trained
     * @param novelty null without strangers
     * @param warnings of the platform's and ours
     */
    @JsonInclude(Include.NON_NULL)
    record Run(
            int examples,
            int labels,
            @Nullable Double ingestSeconds,
            @Nullable Double classifierSeconds,
            Figures figures,
            Map<String, Integer> abstained,
            @Nullable JsonNode classifier,
            RiskCoverage riskCoverage,
            List<Calibration.Bin> calibration,
            List<LabelQuality.Label> perLabel,
            @Nullable Novelty novelty,
            List<String> warnings) {}

    /**
     * @param known share of the test's texts that the platform calls novel
     * @param strangers share of the strangers that it does
     */
    record Novelty(double known, double strangers, Roc roc) {}
}
