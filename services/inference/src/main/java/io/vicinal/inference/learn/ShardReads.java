package io.vicinal.inference.learn;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.filter.Filter;
import io.vicinal.contracts.search.ExampleQuery;
import io.vicinal.contracts.search.ExampleQuery.Example;
import io.vicinal.contracts.search.ExampleQuery.ShardExamples;
import io.vicinal.contracts.search.RetrievalApi.CountQuery;
import io.vicinal.contracts.search.ShardId;
import io.vicinal.contracts.search.ShardState;
import io.vicinal.routing.Located;
import io.vicinal.routing.ShardCalls;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What is read of a collection's shards to learn from it: all of them must answer, or nothing is learned. */
final class ShardReads {
    /** A page of examples holds vectors: of 384 dimensions, 3 MB. */
    private static final int PAGE = 2000;

    private final ShardCalls shards;

    ShardReads(ShardCalls shards) {
        this.shards = shards;
    }

    /** The next offsets of all shards, summed: another number after every write. */
    Mono<Long> revision(Collection collection) {
        return each(collection)
                .flatMap(shard -> shards.first(shard, node -> node.state(shard)).map(Located::answer))
                .map(ShardState::offset)
                .reduce(0L, Long::sum);
    }

    /** About how many documents have a value of a field. */
    private Mono<Long> count(Collection collection, String field) {
        Filter labelled = new Filter(null, null, null, null, List.of(field), null, null, null, null, null, null);
        return each(collection)
                .flatMap(shard -> shards.first(shard, node -> node.count(new CountQuery(shard, labelled)))
                        .map(Located::answer))
                .reduce(0L, Long::sum);
    }

    /**
     * The documents that have a value of a field: about {@code most} where there are more, always the same.
     *
     * @return shard by shard
     */
    Flux<Example> examples(Collection collection, String field, int most) {
        return read(collection, field, most, false);
    }

    /** As {@link #examples}, with the text of each one's first passage; without those of blank texts. */
    Flux<Example> texts(Collection collection, String field, int most) {
        return read(collection, field, most, true)
                .filter(example -> example.text() != null && !example.text().isBlank());
    }

    private Flux<Example> read(Collection collection, String field, int most, boolean withText) {
        return count(collection, field).flatMapMany(all -> {
            double share = all <= most ? 1 : (double) most / all;
            return each(collection).concatMap(shard -> pages(shard, field, share, withText));
        });
    }

    private Flux<Example> pages(ShardId shard, String field, double share, boolean withText) {
        return page(new ExampleQuery(shard, field, null, share, null, null, withText, PAGE), null)
                .expand(page -> page.answer().last() == null
                        ? Mono.empty()
                        : page(
                                new ExampleQuery(
                                        shard,
                                        field,
                                        null,
                                        share,
                                        page.answer().pointInTime(),
                                        page.answer().last(),
                                        withText,
                                        PAGE),
                                page))
                .concatMapIterable(page -> page.answer().examples());
    }

    /** Those after the first from the node and the searcher that gave the first. */
    private Mono<Located<ShardExamples>> page(ExampleQuery query, @Nullable Located<ShardExamples> before) {
        return before == null
                ? shards.first(query.shard(), node -> node.examples(query))
                : shards.there(query.shard(), before.node(), node -> node.examples(query));
    }

    static Flux<ShardId> each(Collection collection) {
        return Flux.fromStream(() -> IntStream.range(0, collection.shards())
                .mapToObj(shard -> new ShardId(collection.name(), collection.version(), shard)));
    }
}
