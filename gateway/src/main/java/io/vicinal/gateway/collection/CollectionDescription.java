package io.vicinal.gateway.collection;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.vicinal.contracts.collection.Chunking;
import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.FieldType;
import io.vicinal.contracts.collection.MinRelevance;
import io.vicinal.contracts.collection.OnIngest;
import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.contracts.embedding.TokenFormat;
import io.vicinal.contracts.search.ShardState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A collection as it stands: its schema, and what can be found in it now.
 *
 * @param documents searchable now, in the shards that answer
 * @param passages searchable now, in the shards that answer
 * @param bytes of the indexes on disk
 * @param behind records on the log that no searcher shows yet
 * @param recall share of the ten nearest that vector search finds, as far as shards have measured it; null before
 */
@JsonInclude(Include.NON_NULL)
record CollectionDescription(
        String name,
        int version,
        String model,
        int dimensions,
        int shards,
        Map<String, FieldType> fields,
        Chunking chunking,
        VectorFormat vectorFormat,
        boolean lateInteraction,
        int tokenPooling,
        TokenFormat tokenFormat,
        String language,
        int titleWeight,
        @Nullable Double targetRecall,
        Instant createdAt,
        long documents,
        long passages,
        long bytes,
        long behind,
        @Nullable Double recall,
        List<Shard> shardStates,
        @Nullable String sparseModel,
        MinRelevance minRelevance,
        @Nullable OnIngest onIngest) {

    /**
     * Everything but the status is null where the shard is unavailable.
     *
     * @param reason why it is not as it should be; null where it is
     */
    @JsonInclude(Include.NON_NULL)
    record Shard(
            int shard,
            @Nullable String node,
            ShardState.Status status,
            @Nullable Long documents,
            @Nullable Long passages,
            @Nullable Long bytes,
            @Nullable Long offset,
            @Nullable Long behind,
            @Nullable Long behindSeconds,
            @Nullable String reason,
            @Nullable Double recall,
            @Nullable Long recallQueries,
            @Nullable Integer searchEffort) {

        static Shard of(String node, ShardState state) {
            return state.status() == ShardState.Status.UNAVAILABLE
                    ? unavailable(state.shard().partition())
                    : new Shard(
                            state.shard().partition(),
                            node,
                            state.status(),
                            state.documents(),
                            state.passages(),
                            state.bytes(),
                            state.offset(),
                            state.behind(),
                            state.behindSeconds(),
                            state.reason(),
                            state.recall(),
                            state.recallQueries(),
                            state.searchEffort());
        }

        static Shard unavailable(int partition) {
            return new Shard(
                    partition,
                    null,
                    ShardState.Status.UNAVAILABLE,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null);
        }
    }

    static CollectionDescription of(Collection c, List<Shard> shards) {
        List<Shard> serving =
                shards.stream().filter(shard -> shard.status().answers()).toList();
        return new CollectionDescription(
                c.name(),
                c.version(),
                c.model(),
                c.dimensions(),
                c.shards(),
                c.fields(),
                c.chunking(),
                c.vectorFormat(),
                c.lateInteraction(),
                c.tokenPooling(),
                c.tokenFormat(),
                c.language(),
                c.titleWeight(),
                c.targetRecall(),
                c.createdAt(),
                sum(serving, shard -> or0(shard.documents())),
                sum(serving, shard -> or0(shard.passages())),
                sum(shards, shard -> or0(shard.bytes())),
                sum(shards, shard -> or0(shard.behind())),
                recall(serving),
                shards,
                c.sparseModel(),
                c.minRelevance(),
                c.onIngest());
    }

    /** The nearest of all lie in a shard about as often as it has passages. */
    private static @Nullable Double recall(List<Shard> shards) {
        double passages = 0;
        double found = 0;
        for (Shard shard : shards) {
            if (shard.recall() != null) {
                passages += or0(shard.passages());
                found += shard.recall() * or0(shard.passages());
            }
        }
        return passages == 0 ? null : found / passages;
    }

    private static long sum(List<Shard> shards, ToLongFunction<Shard> of) {
        return shards.stream().mapToLong(of).sum();
    }

    private static long or0(@Nullable Long value) {
        return value == null ? 0 : value;
    }
}
