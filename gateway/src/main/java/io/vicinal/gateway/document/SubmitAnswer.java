package io.vicinal.gateway.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.vicinal.contracts.document.SubmitResult;
import io.vicinal.contracts.document.SubmitResult.Rejected;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of the documents of a body.
 *
 * @param rejectedCount all that were rejected, where the list does not show every one
 */
@JsonInclude(Include.NON_NULL)
record SubmitAnswer(
        long accepted, List<Rejected> rejected, @Nullable Long rejectedCount) {

    static SubmitAnswer of(SubmitResult result) {
        boolean allShown = result.rejectedCount() == result.rejected().size();
        return new SubmitAnswer(result.accepted(), result.rejected(), allShown ? null : result.rejectedCount());
    }
}
