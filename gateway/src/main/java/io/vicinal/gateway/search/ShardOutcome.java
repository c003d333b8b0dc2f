package io.vicinal.gateway.search;

import io.vicinal.contracts.search.RetrievalApi.ShardCandidates;
import io.vicinal.contracts.search.SearchResult.ShardReport;
import io.vicinal.contracts.search.ShardId;
import io.vicinal.routing.Located;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a shard contributed.
 *
 * @param found its candidates and the node that holds their point in time, or null when it did not answer
 * @param reason why it did not, in a sentence, or null
 */
record ShardOutcome(
        ShardId shard,
        @Nullable Located<ShardCandidates> found,
        @Nullable String reason) {

    static ShardOutcome missing(ShardId shard, String reason) {
        return new ShardOutcome(shard, null, reason);
    }

    boolean answered() {
        return found != null;
    }

    /** What of the query the shard left out. */
    List<String> warnings() {
        return found == null ? List.of() : found.answer().warnings();
    }

    ShardReport report() {
        return new ShardReport(
                shard.partition(),
                found != null,
                found == null ? null : found.answer().behind(),
                reason);
    }
}
