package io.vicinal.reranking.sketch;

import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.reranking.RerankingApi.Signals;
import java.util.List;

/**
 * The sketches of some candidates side by side: signs of their centred dense vectors, from which their cosines are estimated,
 * cos(π × share of signs that differ) (Charikar, "Similarity estimation techniques from rounding algorithms", STOC 2002).
 */
public final class Sketches {
    private final int bits;
    private final int words;
    /** {@code [candidates × words]}. */
    private final long[] signs;

    private final boolean[] missing;

    /**
     * @param of those to compare, by their place in the candidates; from here on they are known by their place in this array
     * @throws io.vicinal.contracts.error.ProblemException where sketches differ in length
     */
    public Sketches(List<Signals> candidates, int[] of) {
        int length = 0;
        for (int i = 0; i < of.length && length == 0; i++) {
            length = length(candidates.get(of[i]));
        }
        bits = length * Byte.SIZE;
        words = (bits + Long.SIZE - 1) / Long.SIZE;
        signs = new long[of.length * words];
        missing = new boolean[of.length];
        for (int i = 0; i < of.length; i++) {
            byte[] sketch = candidates.get(of[i]).sketch();
            missing[i] = sketch == null || sketch.length == 0;
            if (sketch != null && !missing[i]) {
                read(sketch, of[i], i * words);
            }
        }
    }

    private void read(byte[] sketch, int candidate, int from) {
        if (sketch.length * Byte.SIZE != bits) {
            throw ProblemType.INVALID_VALUE.exception(
                    "candidates[" + candidate + "].sketch", "Sketches are of one length.");
        }
        for (int i = 0; i < sketch.length; i++) {
            signs[from + i / Long.BYTES] |= (sketch[i] & 0xFFL) << (Byte.SIZE * (i % Long.BYTES));
        }
    }

    /** Whether a candidate can be compared with others. */
    public static boolean has(Signals candidate) {
        return length(candidate) > 0;
    }

    private static int length(Signals candidate) {
        return candidate.sketch() == null ? 0 : candidate.sketch().length;
    }

    /** Signs of each; 0 where no candidate has any. */
    public int bits() {
        return bits;
    }

    /** How many signs differ, of two that both have a sketch. */
    public int apart(int a, int b) {
        int apart = 0;
        for (int word = 0; word < words; word++) {
            apart += Long.bitCount(signs[a * words + word] ^ signs[b * words + word]);
        }
        return apart;
    }

    /**
     * How many signs of one differ from those of each from a place on, in one loop for who compares all with all.
     *
     * @param apart {@code int[candidates]}, filled from that place on
     */
    public void apart(int a, int from, int[] apart) {
        long[] all = signs;
        int length = words;
        int first = a * length;
        for (int b = from; b < apart.length; b++) {
            int second = b * length;
            int differing = 0;
            for (int word = 0; word < length; word++) {
                differing += Long.bitCount(all[first + word] ^ all[second + word]);
            }
            apart[b] = differing;
        }
    }

    /** The estimated cosine of two of which so many signs differ. */
    public double cosine(int apart) {
        return Math.cos(Math.PI * apart / bits);
    }

    /** The estimated cosine; 0, as of vectors that have nothing to do with each other, where one has no sketch. */
    public double similarity(int a, int b) {
        return missing[a] || missing[b] ? 0 : cosine(apart(a, b));
    }

    /** The most signs that may differ of two whose estimated cosine is at least this; none may of those that are the same. */
    public int mostApart(double similarity) {
        int apart = 0;
        while (apart < bits && cosine(apart + 1) >= similarity) {
            apart++;
        }
        return apart;
    }

    /** Whether both have a sketch and at most so many signs differ. */
    public boolean isWithin(int a, int b, int mostApart) {
        return !missing[a] && !missing[b] && apart(a, b) <= mostApart;
    }
}
