package io.vicinal.inference.classifier;

import io.vicinal.inference.examples.Examples;
import io.vicinal.inference.neighbours.Neighbour;
import io.vicinal.inference.neighbours.NeighbourLists;
import io.vicinal.inference.neighbours.Rescoring;
import io.vicinal.inference.neighbours.ScoredNeighbours;
import io.vicinal.inference.neighbours.VotingChoice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Some examples' nearest others with late interactions; as with all leaving out, without those of the very same text. */
final class ScoredSample {
    private final List<Scored> all = new ArrayList<>();

    /** @param late null for one without token vectors */
    private record Near(
            int example, double cosine, @Nullable Double late) {}

    private record Scored(int example, List<Near> near) {}

    /** @param told ascending: the examples that can be left out; others of the sample are passed over */
    static ScoredSample of(List<ScoredNeighbours> sample, Examples examples, int[] told) {
        Map<String, Integer> numbers = new HashMap<>();
        examples.documentIds().forEach(id -> numbers.put(id, numbers.size()));
        ScoredSample scored = new ScoredSample();
        for (ScoredNeighbours one : sample) {
            Integer example = numbers.get(one.documentId());
            if (example != null && Arrays.binarySearch(told, example) >= 0) {
                scored.all.add(new Scored(example, others(one.nearest(), example, numbers, examples.same())));
            }
        }
        return scored;
    }

    private static List<Near> others(List<Neighbour> nearest, int own, Map<String, Integer> numbers, int[] same) {
        List<Near> others = new ArrayList<>();
        for (Neighbour neighbour : nearest) {
            Integer example = numbers.get(neighbour.documentId());
            if (example != null && same[example] != same[own] && others.size() < VotingChoice.WIDTH) {
                others.add(new Near(example, neighbour.similarity(), neighbour.lateInteraction()));
            }
        }
        return others;
    }

    int size() {
        return all.size();
    }

    /** Intercept and slope of late interactions over cosines, by least squares. */
    double[] line() {
        List<Near> known = all.stream()
                .flatMap(scored -> scored.near().stream())
                .filter(near -> near.late() != null)
                .toList();
        double cosine = known.stream().mapToDouble(Near::cosine).average().orElse(0);
        double late = known.stream().mapToDouble(ScoredSample::late).average().orElse(0);
        double covariance = 0;
        double variance = 0;
        for (Near near : known) {
            covariance += (near.cosine() - cosine) * (late(near) - late);
            variance += (near.cosine() - cosine) * (near.cosine() - cosine);
        }
        double slope = variance > 0 ? Math.max(0, covariance / variance) : 0;
        return new double[] {late - slope * cosine, slope};
    }

    private static double late(Near near) {
        return near.late() == null ? 0 : near.late();
    }

    /** @param rescoring null for cosines alone */
    NeighbourLists lists(@Nullable Rescoring rescoring) {
        int width = VotingChoice.WIDTH;
        int[] documents = all.stream().mapToInt(Scored::example).toArray();
        NeighbourLists lists = new NeighbourLists(
                documents,
                width,
                new int[documents.length],
                new int[documents.length * width],
                new float[documents.length * width]);
        for (int list = 0; list < documents.length; list++) {
            List<Near> near = new ArrayList<>(all.get(list).near());
            near.sort(Comparator.comparingDouble(one -> -score(one, rescoring)));
            lists.counts()[list] = near.size();
            for (int i = 0; i < near.size(); i++) {
                lists.neighbours()[list * width + i] = near.get(i).example();
                lists.similarities()[list * width + i] = (float) score(near.get(i), rescoring);
            }
        }
        return lists;
    }

    private static double score(Near near, @Nullable Rescoring rescoring) {
        return rescoring == null ? near.cosine() : rescoring.score(near.cosine(), near.late());
    }
}
