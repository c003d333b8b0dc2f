package io.vicinal.gateway.search;

import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.search.SearchResult.ShardReport;
import io.vicinal.contracts.search.ShardId;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Which shards are missing from an answer, and why. */
record Partiality(List<ShardOutcome> outcomes) {

    /** This, with shards whose candidates came but whose texts did not. */
    Partiality and(Map<ShardId, String> lost) {
        if (lost.isEmpty()) {
            return this;
        }
        return new Partiality(outcomes.stream()
                .map(outcome -> {
                    String reason = lost.get(outcome.shard());
                    return reason == null ? outcome : ShardOutcome.missing(outcome.shard(), reason);
                })
                .toList());
    }

    boolean isPartial() {
        return missing() > 0;
    }

    /** How many shards. */
    long missing() {
        return outcomes.stream().filter(outcome -> !outcome.answered()).count();
    }

    List<ShardReport> reports() {
        return outcomes.stream().map(ShardOutcome::report).toList();
    }

    /** 503 naming the shards, where the caller wants all or nothing. */
    void refuseUnless(boolean allowPartial) {
        if (allowPartial || !isPartial()) {
            return;
        }
        String missing = outcomes.stream()
                .filter(outcome -> !outcome.answered())
                .map(outcome -> outcome.shard() + " (" + outcome.reason() + ")")
                .collect(Collectors.joining(", "));
        throw ProblemType.SHARD_UNAVAILABLE.exception(
                "allow_partial",
                "These shards are missing from the result: " + missing
                        + " Try again in a moment, or allow a partial result.");
    }
}
