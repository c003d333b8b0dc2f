package io.vicinal.contracts.inference;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import org.jspecify.annotations.Nullable;

/**
 * A step of an answer that is worded while it is sent: text as it comes, at last the whole answer, which counts where the two
 * differ. One of them is null.
 *
 * @param text goes on with that of the events before
 */
@JsonInclude(Include.NON_NULL)
public record AnswerEvent(@Nullable String text, @Nullable Answer answer) {

    public static AnswerEvent text(String text) {
        return new AnswerEvent(text, null);
    }

    public static AnswerEvent answer(Answer answer) {
        return new AnswerEvent(null, answer);
    }
}
