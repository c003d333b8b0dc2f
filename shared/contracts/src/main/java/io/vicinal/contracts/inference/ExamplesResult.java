package io.vicinal.contracts.inference;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param examples the most similar last, where it stands next to the text in a prompt
 * @param tokens of all examples, at most
 * @param leftOut documents that were chosen and then were no examples
 * @param warnings what is not as asked, in a sentence each
 */
public record ExamplesResult(List<Example> examples, int tokens, LeftOut leftOut, List<String> warnings) {

    /**
     * @param text the whole document's
     * @param label null where no field was named
     * @param labels all of its labels where it has several; null where it has one
     * @param similarity cosine of the text that was asked about and the nearest passage of the document
     * @param tokens of title, text and labels, at most
     */
    @JsonInclude(Include.NON_NULL)
    public record Example(
            String documentId,
            @Nullable String title,
            String text,
            @Nullable String label,
            @Nullable List<String> labels,
            double similarity,
            int tokens) {}

    /**
     * @param tooLong for what was left of the budget in their turn
     * @param repeated with the same title and text as another that was taken
     * @param gone deleted or expired since they were found, or without any text
     */
    public record LeftOut(int tooLong, int repeated, int gone) {}
}
