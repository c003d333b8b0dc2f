package io.vicinal.gateway.answer;

import static java.util.Objects.requireNonNullElse;

import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.inference.AnswerMethod;
import io.vicinal.contracts.inference.AnswerRequest;
import io.vicinal.contracts.inference.AnswerRequest.Turn;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a question may be. One that breaks a rule is a {@code ProblemException} 400 (413 over a limit) naming the field. */
final class AnswerRules {

    static AnswerPlan plan(AnswerRequest request) {
        List<Turn> messages = messages(request.messages());
        String question = question(request.question(), messages);
        List<Turn> earlier = request.question() == null ? messages.subList(0, messages.size() - 1) : messages;
        return new AnswerPlan(
                question,
                Condensed.query(question, earlier),
                List.copyOf(earlier),
                request.filter(),
                within("top_k", request.topK(), AnswerRequest.DEFAULT_TOP_K, AnswerRequest.MAX_TOP_K),
                within(
                        "max_sentences",
                        request.maxSentences(),
                        AnswerRequest.DEFAULT_SENTENCES,
                        AnswerRequest.MAX_SENTENCES),
                requireNonNullElse(request.method(), AnswerMethod.AUTO),
                request.minRelevance(),
                Duration.ofMillis(within(
                        "deadline_ms",
                        request.deadlineMs(),
                        AnswerRequest.DEFAULT_DEADLINE_MS,
                        AnswerRequest.MAX_DEADLINE_MS)));
    }

    private static String question(@Nullable String question, List<Turn> messages) {
        if (question == null && (messages.isEmpty() || !messages.getLast().isUsers())) {
            throw ProblemType.MISSING_VALUE.exception(
                    "question",
                    "An answer needs a question: send \"question\", or \"messages\" of which the user's is last.");
        }
        String asked = question == null ? String.valueOf(messages.getLast().content()) : question;
        String field = question == null ? "messages[" + (messages.size() - 1) + "].content" : "question";
        if (asked.isBlank()) {
            throw invalid(field, "The question is blank; there is nothing to answer.");
        }
        return text(asked, field, AnswerRequest.QUESTION_BYTES);
    }

    private static List<Turn> messages(@Nullable List<Turn> messages) {
        if (messages == null) {
            return List.of();
        }
        if (messages.size() > AnswerRequest.MAX_MESSAGES) {
            throw ProblemType.TOO_LARGE.exception(
                    "messages",
                    "There are " + messages.size() + " messages; at most " + AnswerRequest.MAX_MESSAGES
                            + " are read. Send the latest.");
        }
        int bytes = 0;
        for (int i = 0; i < messages.size(); i++) {
            String at = "messages[" + i + "]";
            Turn turn = messages.get(i);
            if (turn == null || turn.content() == null) {
                throw ProblemType.MISSING_VALUE.exception(
                        at + ".content", "A message needs a \"role\" and a \"content\".");
            }
            if (!Turn.USER.equals(turn.role()) && !Turn.ASSISTANT.equals(turn.role())) {
                throw invalid(
                        at + ".role",
                        "The role of a message is \"user\" or \"assistant\"; what a language model is told beside is not for"
                                + " requests to say.");
            }
            bytes += turn.content().getBytes(StandardCharsets.UTF_8).length;
        }
        if (bytes > AnswerRequest.MESSAGES_BYTES) {
            throw ProblemType.TOO_LARGE.exception(
                    "messages",
                    "The messages have " + bytes + " bytes of UTF-8; at most " + AnswerRequest.MESSAGES_BYTES
                            + " are read. Send the latest.");
        }
        return messages;
    }

    /** A lone surrogate has no UTF-8 form: it becomes "?", as it would on the way to any other service. */
    private static String text(String text, String field, int most) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (utf8.length > most) {
            throw ProblemType.TOO_LARGE.exception(
                    field, "The question has " + utf8.length + " bytes of UTF-8; at most " + most + " are read.");
        }
        return new String(utf8, StandardCharsets.UTF_8);
    }

    private static int within(String field, @Nullable Integer value, int byDefault, int most) {
        int wanted = requireNonNullElse(value, byDefault);
        if (wanted < 1 || wanted > most) {
            throw invalid(field, field + " must be from 1 to " + most + ", not " + wanted + ".");
        }
        return wanted;
    }

    private static ProblemException invalid(String field, String detail) {
        return ProblemType.INVALID_VALUE.exception(field, detail);
    }

    private AnswerRules() {}
}
