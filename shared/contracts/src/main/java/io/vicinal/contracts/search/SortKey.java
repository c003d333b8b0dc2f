package io.vicinal.contracts.search;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * By what documents are sorted. Those without a value come last either way; of several values the one counts that brings a
 * document forward: the least ascending, the greatest descending.
 *
 * @param field a declared field other than text, or {@link Filter#ID}
 * @param order default ascending
 */
@JsonInclude(Include.NON_NULL)
public record SortKey(String field, @Nullable Direction order) {

    public enum Direction {
        @JsonProperty("asc")
        ASC,
        @JsonProperty("desc")
        DESC
    }

    @JsonIgnore
    public boolean isDescending() {
        return order == Direction.DESC;
    }
}
