package io.vicinal.contracts.inference;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.vicinal.contracts.collection.MinRelevance;
import io.vicinal.contracts.filter.Filter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question to a collection, as a user sends it.
 *
 * @param question at most {@link #QUESTION_BYTES} of UTF-8; null where the last of {@code messages} is the question
 * @param messages earlier turns of the conversation, oldest first, at most {@link #MAX_MESSAGES}
 * @param filter which documents may answer; null for all
 * @param topK documents that are read, 1 to {@link #MAX_TOP_K}, default {@link #DEFAULT_TOP_K}
 * @param maxSentences of an extractive answer, 1 to {@link #MAX_SENTENCES}, default {@link #DEFAULT_SENTENCES}
 * @param method default {@link AnswerMethod#AUTO}
 * @param minRelevance how likely relevant a document must be to be read; default the collection's
 * @param deadlineMs of all, 1 to {@link #MAX_DEADLINE_MS}, default {@link #DEFAULT_DEADLINE_MS}
 */
@JsonInclude(Include.NON_NULL)
public record AnswerRequest(
        @Nullable String question,
        @Nullable List<Turn> messages,
        @Nullable Filter filter,
        @Nullable Integer topK,
        @Nullable Integer maxSentences,
        @Nullable AnswerMethod method,
        @Nullable MinRelevance minRelevance,
        @Nullable Integer deadlineMs) {
    public static final int QUESTION_BYTES = 16 << 10;
    public static final int MAX_MESSAGES = 50;
    /** Of all messages together, in UTF-8. */
    public static final int MESSAGES_BYTES = 256 << 10;

    public static final int DEFAULT_TOP_K = 5;
    public static final int MAX_TOP_K = 20;
    public static final int DEFAULT_SENTENCES = 3;
    public static final int MAX_SENTENCES = 10;
    public static final int DEFAULT_DEADLINE_MS = 60_000;
    public static final int MAX_DEADLINE_MS = 300_000;

    /** What was said before, by {@code user} or {@code assistant}. */
    @JsonInclude(Include.NON_NULL)
    public record Turn(@Nullable String role, @Nullable String content) {
        public static final String USER = "user";
        public static final String ASSISTANT = "assistant";

        public boolean isUsers() {
            return USER.equals(role);
        }
    }
}
