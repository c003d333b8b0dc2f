package io.vicinal.contracts.relevance;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What someone says of a search's hits, or did with them: the body of {@code POST /v1/feedback} and the value of a record on
 * {@code vicinal.feedback}. Whoever reads one calls {@link #checked} first.
 *
 * @param queryId as the search's answer gave it
 * @param judgements whether documents are relevant; null for none
 * @param clicks what was opened; null for none
 * @param others what the hits are that {@code judgements} does not name; null leaves it at {@link #othersOrDefault}
 */
@JsonInclude(Include.NON_NULL)
public record Feedback(
        String queryId,
        String collection,
        @Nullable List<Judgement> judgements,
        @Nullable List<Click> clicks,
        @Nullable Others others) {

    public static final int MAX_JUDGEMENTS = 1_000;
    public static final int MAX_CLICKS = 1_000;
    public static final int MAX_POSITION = 10_000;

    /** @param weight how sure it is, above 0 and at most 1; null is 1 */
    @JsonInclude(Include.NON_NULL)
    public record Judgement(
            String documentId, Boolean relevant, @Nullable Double weight) {}

    /** @param position at which it was shown, from 1 */
    public record Click(String documentId, Integer position) {}

    /** What the hits are that no judgement names. */
    public enum Others {
        @JsonProperty("not_relevant")
        NOT_RELEVANT,
        @JsonProperty("unknown")
        UNKNOWN
    }

    /** @throws io.vicinal.contracts.error.ProblemException 400 naming the property at fault */
    public Feedback checked() {
        FeedbackRules.check(this);
        return this;
    }

    public List<Judgement> judged() {
        return Objects.requireNonNullElse(judgements, List.of());
    }

    public List<Click> clicked() {
        return Objects.requireNonNullElse(clicks, List.of());
    }

    /** Who names what is relevant is taken to have named all of it; who names only what is not says nothing of the rest. */
    public Others othersOrDefault() {
        if (others != null) {
            return others;
        }
        return judged().stream().anyMatch(Judgement::relevant) ? Others.NOT_RELEVANT : Others.UNKNOWN;
    }
}
