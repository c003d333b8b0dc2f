package io.vicinal.inference.neighbours;

/**
 * The nearest examples of some documents.
 *
 * @param documents {@code int[lists]}: whose lists they are
 * @param width most neighbours of a document
 * @param counts {@code int[lists]}: how many it has
 * @param neighbours {@code int[lists × width]}, nearest first
 * @param similarities {@code float[lists × width]}, cosines
 */
public record NeighbourLists(int[] documents, int width, int[] counts, int[] neighbours, float[] similarities) {

    public int size() {
        return documents.length;
    }

    /** Some of the lists, in that order. */
    public NeighbourLists only(int[] chosen) {
        NeighbourLists some = new NeighbourLists(
                new int[chosen.length],
                width,
                new int[chosen.length],
                new int[chosen.length * width],
                new float[chosen.length * width]);
        for (int i = 0; i < chosen.length; i++) {
            some.documents[i] = documents[chosen[i]];
            some.counts[i] = counts[chosen[i]];
            System.arraycopy(neighbours, chosen[i] * width, some.neighbours, i * width, width);
            System.arraycopy(similarities, chosen[i] * width, some.similarities, i * width, width);
        }
        return some;
    }

    /** {@code double[counts[list]]}: cosines, nearest first. */
    public double[] of(int list) {
        double[] own = new double[counts[list]];
        for (int i = 0; i < own.length; i++) {
            own[i] = similarities[list * width + i];
        }
        return own;
    }

    /** The labels of a list's neighbours, nearest first. */
    public int[][] labels(int list, int[][] ofDocuments) {
        int[][] own = new int[counts[list]][];
        for (int i = 0; i < own.length; i++) {
            own[i] = ofDocuments[neighbours[list * width + i]];
        }
        return own;
    }
}
