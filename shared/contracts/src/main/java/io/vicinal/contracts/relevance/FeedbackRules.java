package io.vicinal.contracts.relevance;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vicinal.contracts.document.DocumentLimits;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.relevance.Feedback.Click;
import io.vicinal.contracts.relevance.Feedback.Judgement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What feedback must be to count, over REST and on the topic alike. Errors are {@code ProblemException}s. */
final class FeedbackRules {

    static void check(Feedback feedback) {
        text("query_id", feedback.queryId());
        text("collection", feedback.collection());
        if (feedback.judged().isEmpty() && feedback.clicked().isEmpty()) {
            throw ProblemType.MISSING_VALUE.exception(
                    "judgements", "The feedback says nothing: give judgements, clicks, or both.");
        }
        if (feedback.others() != null && feedback.judged().isEmpty()) {
            throw ProblemType.INVALID_VALUE.exception(
                    "others",
                    "others says what the hits are that judgements does not name, and there are no judgements.");
        }
        judgements(feedback.judged());
        clicks(feedback.clicked());
    }

    private static void judgements(List<Judgement> judgements) {
        atMost("judgements", judgements.size(), Feedback.MAX_JUDGEMENTS);
        Map<String, Boolean> said = new HashMap<>();
        for (int i = 0; i < judgements.size(); i++) {
            String field = "judgements[" + i + "]";
            Judgement judgement = present(field, judgements.get(i));
            text(field + ".document_id", judgement.documentId());
            present(field + ".relevant", judgement.relevant());
            Double weight = judgement.weight();
            if (weight != null && !(weight > 0 && weight <= 1)) {
                throw ProblemType.INVALID_VALUE.exception(
                        field + ".weight", "weight must be above 0 and at most 1, not " + weight + ".");
            }
            Boolean before = said.put(judgement.documentId(), judgement.relevant());
            if (before != null && !before.equals(judgement.relevant())) {
                throw ProblemType.INVALID_VALUE.exception(
                        field,
                        "The document \"" + judgement.documentId()
                                + "\" is said to be relevant and not to be. Say one of the two.");
            }
        }
    }

    private static void clicks(List<Click> clicks) {
        atMost("clicks", clicks.size(), Feedback.MAX_CLICKS);
        for (int i = 0; i < clicks.size(); i++) {
            String field = "clicks[" + i + "]";
            Click click = present(field, clicks.get(i));
            text(field + ".document_id", click.documentId());
            int position = present(field + ".position", click.position());
            if (position < 1 || position > Feedback.MAX_POSITION) {
                throw ProblemType.INVALID_VALUE.exception(
                        field + ".position",
                        "position must be from 1, the first hit, to " + Feedback.MAX_POSITION + ", not " + position
                                + ".");
            }
        }
    }

    private static void atMost(String field, int size, int most) {
        if (size > most) {
            throw ProblemType.TOO_LARGE.exception(
                    field,
                    size + " " + field + " are more than the " + most + " that one event may hold. Send several.");
        }
    }

    private static void text(String field, @Nullable String text) {
        byte[] bytes = present(field, text).getBytes(UTF_8);
        if (bytes.length == 0 || bytes.length > DocumentLimits.ID_BYTES) {
            throw ProblemType.INVALID_VALUE.exception(
                    field,
                    field + " must have from 1 to " + DocumentLimits.ID_BYTES + " bytes of UTF-8, not " + bytes.length
                            + ".");
        }
        if (!new String(bytes, UTF_8).equals(text)) {
            throw ProblemType.INVALID_VALUE.exception(field, field + " holds half of a surrogate pair.");
        }
    }

    private static <T> T present(String field, @Nullable T value) {
        if (value == null) {
            throw ProblemType.MISSING_VALUE.exception(field, field + " is missing.");
        }
        return value;
    }

    private FeedbackRules() {}
}
