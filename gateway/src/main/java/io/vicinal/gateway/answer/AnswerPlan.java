package io.vicinal.gateway.answer;

import io.vicinal.contracts.collection.MinRelevance;
import io.vicinal.contracts.filter.Filter;
import io.vicinal.contracts.inference.AnswerMethod;
import io.vicinal.contracts.inference.AnswerRequest.Turn;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question that was checked.
 *
 * @param query the question by itself
 * @param earlier turns, oldest first
 * @param minRelevance null for the collection's
 */
record AnswerPlan(
        String question,
        String query,
        List<Turn> earlier,
        @Nullable Filter filter,
        int topK,
        int maxSentences,
        AnswerMethod method,
        @Nullable MinRelevance minRelevance,
        Duration deadline) {}
