package io.vicinal.contracts.inference;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.vicinal.contracts.inference.AnswerRequest.Turn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question with what was found on it.
 *
 * @param collection whose documents were searched
 * @param model whose vectors compare sentences; null for the default one
 * @param question as it was asked
 * @param query the question by itself: what earlier turns say of it is in it
 * @param earlier turns, oldest first
 * @param passages the most relevant document first; all passages of a document beside each other
 */
@JsonInclude(Include.NON_NULL)
public record AnswerQuery(
        String collection,
        @Nullable String model,
        String question,
        String query,
        List<Turn> earlier,
        List<Passage> passages,
        AnswerMethod method,
        int maxSentences) {

    /**
     * @param start where the text begins in the document's, in UTF-16 code units
     * @param relevance of its document to the query, 0 to 1; the search's score where it was not judged
     */
    @JsonInclude(Include.NON_NULL)
    public record Passage(String documentId, @Nullable String title, String text, int start, double relevance) {

        public int end() {
            return start + text.length();
        }
    }
}
