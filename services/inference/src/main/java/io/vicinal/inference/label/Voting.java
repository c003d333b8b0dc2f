package io.vicinal.inference.label;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.inference.ClassifyRequest;
import io.vicinal.contracts.inference.ClassifyResult;
import io.vicinal.contracts.inference.ClassifyResult.Classified;
import io.vicinal.contracts.inference.ClassifyResult.Evidence;
import io.vicinal.contracts.inference.ClassifyResult.LabelProbability;
import io.vicinal.contracts.search.NeighbourQuery.Neighbour;
import io.vicinal.inference.learn.Neighbourhood;
import io.vicinal.inference.votes.GroupVotes;
import io.vicinal.inference.votes.Vote;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import reactor.core.publisher.Mono;

/** Labels texts by one vote of each shard ({@link GroupVotes}): its nearest example's label and how near that is, and no more. */
final class Voting {
    private final Neighbourhood neighbourhood;
    private final Texts texts;

    Voting(Neighbourhood neighbourhood, Texts texts) {
        this.neighbourhood = neighbourhood;
        this.texts = texts;
    }

    Mono<ClassifyResult> label(Collection collection, ClassifyRequest asked) {
        double temperature = Objects.requireNonNullElse(asked.temperature(), GroupVotes.TEMPERATURE);
        return texts.each(
                        collection,
                        "texts",
                        Objects.requireNonNull(asked.texts()),
                        vectors -> neighbourhood
                                .votes(collection, vectors, Objects.requireNonNull(asked.labelField()), asked.filter())
                                .map(all -> all.stream()
                                        .map(votes -> classified(votes, temperature))
                                        .toList()))
                .map(done -> new ClassifyResult(done.all(), null, done.warnings()));
    }

    /** Of an example with several labels the first in alphabetical order is its vote. */
    private static Classified classified(List<Neighbour> near, double temperature) {
        List<Vote> votes = near.stream()
                .map(vote -> new Vote(String.valueOf(vote.values().getFirst()), vote.similarity()))
                .toList();
        Map<String, Double> distribution = GroupVotes.distribution(votes, temperature);
        String label = distribution.keySet().stream().findFirst().orElse(null);
        List<Evidence> evidence = votes.stream()
                .map(vote -> new Evidence(
                        null, vote.label(), null, vote.similarity(), null, GroupVotes.weight(vote, votes, temperature)))
                .toList();
        return new Classified(
                label,
                null,
                label == null,
                label == null ? "no_examples" : null,
                distribution.entrySet().stream()
                        .map(entry -> new LabelProbability(entry.getKey(), entry.getValue()))
                        .toList(),
                null,
                false,
                evidence);
    }
}
