package io.vicinal.reranking.sketch;

import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.reranking.RerankingApi.Signals;
import java.util.List;
import org.apache.lucene.util.VectorUtil;

/** The sketches of some candidates side by side: their centred dense vectors, a byte a dimension. Cosines by Lucene's SIMD. */
public final class Sketches {
    private static final byte[] NONE = new byte[0];

    private final byte[][] sketches;
    /** 0 where there is no direction. */
    private final double[] squares;

    /** Of the lengths; 0 where there is no direction. */
    private final double[] inverses;

    /**
     * @param of those to compare, by their place in the candidates; from here on they are known by their place in this array
     * @throws io.vicinal.contracts.error.ProblemException where sketches differ in length
     */
    public Sketches(List<Signals> candidates, int[] of) {
        sketches = new byte[of.length][];
        squares = new double[of.length];
        inverses = new double[of.length];
        int length = 0;
        for (int i = 0; i < of.length; i++) {
            Signals candidate = candidates.get(of[i]);
            byte[] sketch = candidate.sketch() == null ? NONE : candidate.sketch();
            length = length == 0 ? sketch.length : length;
            if (sketch.length > 0 && sketch.length != length) {
                throw ProblemType.INVALID_VALUE.exception(
                        "candidates[" + of[i] + "].sketch", "Sketches are of one length.");
            }
            sketches[i] = sketch;
            squares[i] = VectorUtil.dotProduct(sketch, sketch);
            inverses[i] = squares[i] == 0 ? 0 : 1 / Math.sqrt(squares[i]);
        }
    }

    /** Whether a candidate can be compared with others. */
    public static boolean has(Signals candidate) {
        return candidate.sketch() != null && candidate.sketch().length > 0;
    }

    /** 0, as of vectors that have nothing to do with each other, where one has no sketch; exactly 1 of the same. */
    public double cosine(int a, int b) {
        return squares[a] == 0 || squares[b] == 0
                ? 0
                : VectorUtil.dotProduct(sketches[a], sketches[b]) / Math.sqrt(squares[a] * squares[b]);
    }

    /**
     * {@link #cosine} of one, which has a sketch, with each from a place on, all of which have one; but for rounding. For who
     * compares all with all.
     *
     * @param cosines {@code double[candidates]}, filled from that place on
     */
    public void cosines(int a, int from, double[] cosines) {
        byte[] sketch = sketches[a];
        double inverse = inverses[a];
        for (int b = from; b < cosines.length; b++) {
            cosines[b] = VectorUtil.dotProduct(sketch, sketches[b]) * (inverse * inverses[b]);
        }
    }

    /** Whether both have a sketch and their cosine is at least this. */
    public boolean isWithin(int a, int b, double similarity) {
        return sketches[a].length > 0 && sketches[b].length > 0 && cosine(a, b) >= similarity;
    }
}
