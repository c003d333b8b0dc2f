package io.vicinal.contracts.error;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import org.jspecify.annotations.Nullable;

/**
 * An error as a value of the API (RFC 9457).
 *
 * @param type stable: {@code https://vicinal.io/problems/<name>}
 * @param title of the type, the same for every occurrence
 * @param detail what is at fault here and what to do
 * @param field the property, parameter or record part at fault, where there is one
 */
@JsonInclude(Include.NON_NULL)
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        @Nullable String field) {

    public ProblemException exception() {
        return new ProblemException(this);
    }
}
