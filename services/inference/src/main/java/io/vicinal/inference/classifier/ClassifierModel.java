package io.vicinal.inference.classifier;

import io.vicinal.inference.abstention.RiskCoverage;
import io.vicinal.inference.head.Head;
import io.vicinal.inference.mixture.Mixture;
import io.vicinal.inference.neighbours.Rescoring;
import io.vicinal.inference.neighbours.Voting;
import io.vicinal.inference.neighbours.VotingChoice;
import io.vicinal.inference.novelty.Novelty;
import io.vicinal.inference.report.ClassifierReport;
import io.vicinal.inference.zeroshot.Descriptions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is chosen and fitted; the examples themselves stay where they are searched.
 *
 * @param format of this record; another is not read
 * @param labels in alphabetical order
 * @param supports {@code int[labels]}: examples of each, 0 where it has a description alone
 * @param dimensions of vectors; 0 where there was nothing to learn from
 * @param multiValued whether a document may have several labels; then probabilities are of each by itself
 * @param rescoring null where neighbours vote with their cosines alone
 * @param descriptions null where there are none
 * @param head null where neighbours decide alone
 * @param temperature of the mixture's probabilities
 * @param thresholds {@code double[labels]}: from which share on a document has the label; empty where it has one label
 */
public record ClassifierModel(
        int format,
        List<String> labels,
        int[] supports,
        int dimensions,
        boolean multiValued,
        Voting voting,
        @Nullable Rescoring rescoring,
        @Nullable Descriptions descriptions,
        @Nullable Head head,
        Mixture mixture,
        double temperature,
        double[] thresholds,
        RiskCoverage risks,
        Novelty novelty,
        ClassifierReport report) {
    public static final int FORMAT = 1;

    /** Whether it is of this form, and nothing in it is missing: what was read may be anything. */
    public boolean hasAllParts() {
        return format == FORMAT
                && labels != null
                && supports != null
                && supports.length == labels.size()
                && voting != null
                && mixture != null
                && thresholds != null
                && risks != null
                && risks.points() != null
                && novelty != null
                && novelty.quantiles() != null
                && report != null
                && report.chosen() != null
                && (rescoring == null || rescoring.hasAllParts())
                && (head == null || head.isOf(labels.size(), dimensions))
                && (descriptions == null || descriptions.isOf(labels.size(), dimensions));
    }

    /** How many neighbours {@link Classifier} wants to be given of a text: of those that are rescored, more than vote. */
    public int neighboursWanted() {
        int voters = rescoring == null ? voting.neighbours() : Math.max(voting.neighbours(), VotingChoice.WIDTH);
        return Math.max(voters, novelty.neighbours());
    }
}
