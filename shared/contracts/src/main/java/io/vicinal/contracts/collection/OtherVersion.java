package io.vicinal.contracts.collection;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A version that does not serve.
 *
 * @param since when it came into its state
 * @param until when a retired one is removed; null of the others
 */
@JsonInclude(Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record OtherVersion(
        @JsonUnwrapped Collection collection,
        VersionState state,
        Instant since,
        @Nullable Instant until) {

    public int number() {
        return collection.version();
    }

    /** Whether writes go to it. */
    public boolean live() {
        return state != VersionState.REMOVING;
    }
}
