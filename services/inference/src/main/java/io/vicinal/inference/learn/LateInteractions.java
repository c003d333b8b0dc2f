package io.vicinal.inference.learn;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.embedding.EmbeddingApi;
import io.vicinal.contracts.embedding.EmbeddingApi.TextsQuery;
import io.vicinal.contracts.search.ExampleQuery.Example;
import io.vicinal.contracts.search.NeighbourQuery;
import io.vicinal.contracts.search.NeighbourQuery.Neighbour;
import io.vicinal.inference.classifier.TrainingOptions;
import io.vicinal.inference.neighbours.ScoredNeighbours;
import io.vicinal.inference.neighbours.VotingChoice;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The late interaction of some examples with their nearest others, as that of a text with its: for it an example's first passage
 * is encoded anew, as a text would be.
 */
final class LateInteractions {
    private static final Logger log = LoggerFactory.getLogger(LateInteractions.class);
    private static final int MOST_EXAMPLES = 2000;
    /** About a hundred thousand tokens, which two cores encode in some ten seconds. */
    private static final int MOST_CHARACTERS = 400_000;

    private static final int WINDOW = 128;
    /** Besides those that are wanted: the example itself and others of its text. */
    private static final int OWN = 10;

    private final ShardReads shards;
    private final EmbeddingApi embedding;
    private final Neighbourhood neighbourhood;

    LateInteractions(ShardReads shards, EmbeddingApi embedding, Neighbourhood neighbourhood) {
        this.shards = shards;
        this.embedding = embedding;
        this.neighbourhood = neighbourhood;
    }

    /**
     * None where the collection has no token vectors, there are too few examples to tell anything by, or the texts cannot be encoded
     * now: then nothing is made of them.
     */
    Mono<List<ScoredNeighbours>> sample(Collection collection, String field) {
        if (!collection.lateInteraction() || !collection.hasModel()) {
            return Mono.just(List.of());
        }
        Room room = new Room();
        return shards.texts(collection, field, MOST_EXAMPLES)
                .takeWhile(room::has)
                .collectList()
                .flatMapIterable(all -> all.size() < TrainingOptions.FEWEST_SCORED ? List.of() : all)
                .buffer(WINDOW)
                .concatMap(some -> scored(collection, field, some))
                .collectList()
                .onErrorResume(failure -> {
                    log.atWarn()
                            .addKeyValue("collection", collection.name())
                            .addKeyValue("field", field)
                            .addKeyValue("reason", String.valueOf(failure.getMessage()))
                            .log("training goes on without late interaction");
                    return Mono.just(List.of());
                });
    }

    private Flux<ScoredNeighbours> scored(Collection collection, String field, List<Example> some) {
        List<String> texts = some.stream()
                .map(example -> Objects.requireNonNull(example.text()))
                .toList();
        int k = Math.min(VotingChoice.WIDTH + OWN, NeighbourQuery.MAX_K);
        return embedding
                .embedTexts(new TextsQuery(collection.model(), texts, true))
                .flatMapMany(encoded -> encoded.tokenVectors() == null
                        ? Flux.empty()
                        : neighbourhood
                                .scored(collection, encoded, field, k, null)
                                .flatMapIterable(near -> IntStream.range(0, some.size())
                                        .mapToObj(i -> scored(some.get(i), near.get(i)))
                                        .toList()));
    }

    private static ScoredNeighbours scored(Example example, List<Neighbour> near) {
        return new ScoredNeighbours(
                example.documentId(), near.stream().map(Neighbourhood::example).toList());
    }

    /** For so many characters. */
    private static final class Room {
        private int left = MOST_CHARACTERS;

        boolean has(Example example) {
            left -= Objects.requireNonNull(example.text()).length();
            return left >= 0;
        }
    }
}
