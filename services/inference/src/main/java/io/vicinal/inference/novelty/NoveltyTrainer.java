package io.vicinal.inference.novelty;

import io.vicinal.inference.examples.Duplicates;
import io.vicinal.inference.examples.Examples;
import io.vicinal.inference.examples.Sample;
import io.vicinal.inference.matrix.Blocks;
import io.vicinal.inference.matrix.Matrix;
import io.vicinal.inference.neighbours.LeaveOneOut;
import io.vicinal.inference.neighbours.NeighbourLists;
import java.util.List;
import java.util.stream.IntStream;

/** Learns how near documents are to their nearest others, by leave-one-out of a sample, the first by the hashes of their ids. */
public final class NoveltyTrainer {
    /** Of which the hundredth that is strangest is fifty. */
    private static final int MOST_EVALUATED = 5_000;

    /** @param vector {@code float[dimensions]}, not all zero */
    public record Document(String id, float[] vector) {}

    public static Sample<Document> sample() {
        return new Sample<>(Examples.MOST, Document::id);
    }

    /** @throws IllegalArgumentException where vectors are not all of the same dimensions, or one has no direction */
    public static NoveltyModel train(Sample<Document> sample, int threads) {
        List<Document> documents = sample.items();
        Matrix vectors = Matrix.ofUnit(documents.stream().map(Document::vector).toList());
        int[] evaluated =
                IntStream.range(0, Math.min(vectors.rows(), MOST_EVALUATED)).toArray();
        try (Blocks blocks = new Blocks(threads)) {
            NeighbourLists lists =
                    LeaveOneOut.lists(vectors, Duplicates.of(vectors), evaluated, Novelty.NEIGHBOURS, blocks);
            return new NoveltyModel(
                    NoveltyModel.FORMAT, vectors.columns(), vectors.rows(), sample.seen(), novelty(lists));
        }
    }

    private static Novelty novelty(NeighbourLists lists) {
        double[] own = IntStream.range(0, lists.size())
                .filter(list -> lists.counts()[list] > 0)
                .mapToDouble(list -> Novelty.mean(lists.of(list), Novelty.NEIGHBOURS))
                .toArray();
        return Novelty.of(Novelty.NEIGHBOURS, own);
    }

    private NoveltyTrainer() {}
}
