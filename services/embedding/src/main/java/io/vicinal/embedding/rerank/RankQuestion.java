package io.vicinal.embedding.rerank;

import io.vicinal.contracts.error.ProblemType;
import io.vicinal.embedding.text.Options.Truncation;
import io.vicinal.embedding.text.TextRules;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which texts answer a query best?
 *
 * @param field the property that holds the texts, for errors
 * @param truncation what becomes of a query or text that is longer than the model reads
 * @param maxTokens the most tokens that are read of a text, special tokens not counted; the model may read fewer
 */
public record RankQuestion(String query, List<String> texts, String field, Truncation truncation, int maxTokens) {

    /** @throws io.vicinal.contracts.error.ProblemException where there is no query or no text, or one is no text at all */
    public static RankQuestion of(
            @Nullable String query, @Nullable Texts texts, String field, Truncation truncation, int maxTokens) {
        if (query == null) {
            throw ProblemType.MISSING_VALUE.exception("query", "\"query\" is required: what the texts are to answer.");
        }
        TextRules.checked(query, "query");
        if (texts == null) {
            throw ProblemType.WRONG_TYPE.exception(
                    field, "\"%s\" is required: the texts to be put in order.".formatted(field));
        }
        if (texts.each().isEmpty()) {
            throw ProblemType.MISSING_VALUE.exception(field, "\"%s\" holds no text.".formatted(field));
        }
        RankQuestion question = new RankQuestion(query, texts.each(), field, truncation, maxTokens);
        for (int i = 0; i < texts.each().size(); i++) {
            String text = texts.each().get(i);
            if (!text.isBlank()) {
                TextRules.checked(text, question.field(i));
            }
        }
        return question;
    }

    /** Where a text stands in the request. */
    String field(int index) {
        return field + '[' + index + ']';
    }
}
