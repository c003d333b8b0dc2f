package io.vicinal.contracts.inference;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param results one a text, in order
 * @param classifier which one answered; null where nothing was learned, as with votes
 * @param warnings what is not as asked, in a sentence each
 */
@JsonInclude(Include.NON_NULL)
public record ClassifyResult(
        List<Classified> results, @Nullable ClassifierState classifier, List<String> warnings) {

    /**
     * What is known of a text.
     *
     * @param label the most likely one; null where it abstained
     * @param labels all that hold where documents may have several, the most likely first; null where they have one
     * @param reason why it abstained, else null
     * @param distribution the most likely first
     * @param novelty how strange the text is to the examples, 0 to 1; null where that is not known
     * @param evidence the neighbours, those that weigh most first
     */
    public record Classified(
            @JsonInclude(Include.ALWAYS) @Nullable String label,
            @JsonInclude(Include.NON_NULL) @Nullable List<String> labels,
            boolean abstained,
            @JsonInclude(Include.NON_NULL) @Nullable String reason,
            List<LabelProbability> distribution,
            @JsonInclude(Include.NON_NULL) @Nullable Double novelty,
            boolean isNovel,
            List<Evidence> evidence) {}

    public record LabelProbability(String label, double probability) {}

    /**
     * A neighbour that voted.
     *
     * @param documentId null for a vote of a shard, which does not say whose it is
     * @param labels all of its labels where documents may have several; null where they have one
     * @param similarity cosine
     * @param lateInteraction of the text with the neighbour, where it counts beside the cosine; else null
     * @param weight its share of all votes
     */
    @JsonInclude(Include.NON_NULL)
    public record Evidence(
            @Nullable String documentId,
            String label,
            @Nullable List<String> labels,
            double similarity,
            @Nullable Double lateInteraction,
            double weight) {}
}
