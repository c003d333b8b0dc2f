package io.vicinal.inference.neighbours;

import io.vicinal.inference.matrix.Blocks;
import io.vicinal.inference.matrix.Matrix;
import io.vicinal.matrix.Products;

/**
 * The nearest other documents of documents, exactly, in {@code O(documents × all × dimensions)}. What is the very same text is
 * left out too, because the text that is to be labelled one day is not among the examples.
 */
public final class LeaveOneOut {
    /** Rows that one thread takes at a time, and columns of similarities that it holds. */
    private static final int ROWS = 128;

    private static final int COLUMNS = 512;

    /**
     * @param same as {@link io.vicinal.inference.examples.Examples#same}
     * @param documents whose neighbours are wanted
     * @param width most neighbours of each
     */
    public static NeighbourLists lists(Matrix vectors, int[] same, int[] documents, int width, Blocks blocks) {
        NeighbourLists lists = new NeighbourLists(
                documents,
                width,
                new int[documents.length],
                new int[documents.length * width],
                new float[documents.length * width]);
        Products products = Products.best();
        blocks.map(documents.length, ROWS, (from, to) -> {
            fill(lists, vectors, same, from, to, products);
            return to;
        });
        return lists;
    }

    private static void fill(NeighbourLists lists, Matrix vectors, int[] same, int from, int to, Products products) {
        int columns = vectors.columns();
        Nearest[] nearest = new Nearest[to - from];
        float[] queries = new float[nearest.length * columns];
        for (int i = 0; i < nearest.length; i++) {
            nearest[i] = new Nearest(lists.width());
            System.arraycopy(vectors.values(), lists.documents()[from + i] * columns, queries, i * columns, columns);
        }
        float[] cosines = new float[ROWS * COLUMNS];
        for (int first = 0; first < vectors.rows(); first += COLUMNS) {
            int count = Math.min(COLUMNS, vectors.rows() - first);
            products.dots(queries, 0, nearest.length, vectors.values(), first, count, columns, cosines);
            for (int i = 0; i < nearest.length; i++) {
                int own = same[lists.documents()[from + i]];
                nearest[i].offer(cosines, i * count, count, first, same, own);
            }
        }
        for (int i = 0; i < nearest.length; i++) {
            int at = (from + i) * lists.width();
            lists.counts()[from + i] = nearest[i].drain(lists.neighbours(), lists.similarities(), at);
        }
    }

    private LeaveOneOut() {}
}
