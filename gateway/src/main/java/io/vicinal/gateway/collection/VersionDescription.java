package io.vicinal.gateway.collection;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.OtherVersion;
import io.vicinal.contracts.collection.VersionState;
import io.vicinal.gateway.collection.CollectionDescription.Shard;
import io.vicinal.gateway.collection.VersionLag.Lag;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A version as it stands.
 *
 * @param since when it came into its state; null of the one that serves
 * @param until when a retired one is removed
 * @param documents searchable now
 * @param progress from 0 to 1: how much of the documents topic its searchers show
 * @param recordsLeft those that they do not
 * @param secondsLeft at the rate of the last minutes; null where nothing moves
 */
@JsonInclude(Include.NON_NULL)
record VersionDescription(
        int version,
        State state,
        Collection schema,
        @Nullable Instant since,
        @Nullable Instant until,
        long documents,
        double progress,
        long recordsLeft,
        @Nullable Long secondsLeft,
        List<Shard> shardStates) {

    enum State {
        @JsonProperty("serving")
        SERVING,
        @JsonProperty("building")
        BUILDING,
        @JsonProperty("retired")
        RETIRED
    }

    static VersionDescription serving(Collection version, Lag lag, OptionalLong secondsLeft) {
        return of(version, State.SERVING, null, null, lag, secondsLeft);
    }

    static VersionDescription of(OtherVersion other, Lag lag, OptionalLong secondsLeft) {
        State state = other.state() == VersionState.BUILDING ? State.BUILDING : State.RETIRED;
        return of(other.collection(), state, other.since(), other.until(), lag, secondsLeft);
    }

    private static VersionDescription of(
            Collection version,
            State state,
            @Nullable Instant since,
            @Nullable Instant until,
            Lag lag,
            OptionalLong secondsLeft) {
        return new VersionDescription(
                version.version(),
                state,
                version.withoutMeans(),
                since,
                until,
                lag.shards().stream()
                        .mapToLong(shard -> shard.documents() == null ? 0 : shard.documents())
                        .sum(),
                Math.floor(lag.progress() * 1e4) / 1e4,
                lag.left(),
                secondsLeft.isPresent() ? secondsLeft.getAsLong() : null,
                lag.shards());
    }
}
