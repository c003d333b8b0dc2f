package io.vicinal.retrieval.vector;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Dot products of one vector of unsigned bytes with others where they lie in the mapped file, four at a time: the four
 * are fetched from memory together, and each part of the one is loaded once for all. Two neighbouring bytes are read as
 * one short, whose low and high half are multiplied on their own, so that no byte has to be moved to be widened.
 *
 * <p>Loaded only where the JVM has the Vector API.
 */
final class Int8DotProduct {
    private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final int LANES = SHORTS.length();
    private static final int LOW_BYTE = 0xFF;
    private static final int LOW_SHORT = 0xFFFF;

    private final int dimensions;
    /** Components 0, 2, 4… and 1, 3, 5…, as far as they fill whole vectors. */
    private final short[] even;

    private final short[] odd;
    private final byte[] all;

    Int8DotProduct(int dimensions) {
        this.dimensions = dimensions;
        int whole = dimensions / (2 * LANES) * LANES;
        this.even = new short[whole];
        this.odd = new short[whole];
        this.all = new byte[dimensions];
    }

    static int bits() {
        return SHORTS.vectorBitSize();
    }

    /** @param vector {@code byte[dimensions]}, unsigned; copied */
    void set(byte[] vector) {
        System.arraycopy(vector, 0, all, 0, dimensions);
        for (int i = 0; i < even.length; i++) {
            even[i] = (short) (vector[2 * i] & LOW_BYTE);
            odd[i] = (short) (vector[2 * i + 1] & LOW_BYTE);
        }
    }

    /** With the vector at a byte of the segment. */
    int with(MemorySegment vectors, long at) {
        IntVector sum = IntVector.zero(INTS);
        for (int i = 0; i < even.length; i += LANES) {
            sum = add(
                    sum,
                    vectors,
                    at + 2L * i,
                    ShortVector.fromArray(SHORTS, even, i),
                    ShortVector.fromArray(SHORTS, odd, i));
        }
        return sum.reduceLanes(VectorOperators.ADD) + rest(vectors, at);
    }

    /** With four vectors at once. */
    void with(MemorySegment vectors, long at0, long at1, long at2, long at3, int[] products) {
        IntVector sum0 = IntVector.zero(INTS);
        IntVector sum1 = IntVector.zero(INTS);
        IntVector sum2 = IntVector.zero(INTS);
        IntVector sum3 = IntVector.zero(INTS);
        for (int i = 0; i < even.length; i += LANES) {
            ShortVector low = ShortVector.fromArray(SHORTS, even, i);
            ShortVector high = ShortVector.fromArray(SHORTS, odd, i);
            sum0 = add(sum0, vectors, at0 + 2L * i, low, high);
            sum1 = add(sum1, vectors, at1 + 2L * i, low, high);
            sum2 = add(sum2, vectors, at2 + 2L * i, low, high);
            sum3 = add(sum3, vectors, at3 + 2L * i, low, high);
        }
        products[0] = sum0.reduceLanes(VectorOperators.ADD) + rest(vectors, at0);
        products[1] = sum1.reduceLanes(VectorOperators.ADD) + rest(vectors, at1);
        products[2] = sum2.reduceLanes(VectorOperators.ADD) + rest(vectors, at2);
        products[3] = sum3.reduceLanes(VectorOperators.ADD) + rest(vectors, at3);
    }

    /** A product of two bytes fills a short, seen as unsigned, so each is widened before it is added. */
    private static IntVector add(IntVector sum, MemorySegment vectors, long at, ShortVector low, ShortVector high) {
        ShortVector pairs = ShortVector.fromMemorySegment(SHORTS, vectors, at, ByteOrder.LITTLE_ENDIAN);
        IntVector lows = pairs.and((short) LOW_BYTE).mul(low).reinterpretAsInts();
        IntVector highs =
                pairs.lanewise(VectorOperators.LSHR, Byte.SIZE).mul(high).reinterpretAsInts();
        return sum.add(lows.and(LOW_SHORT))
                .add(lows.lanewise(VectorOperators.LSHR, Short.SIZE))
                .add(highs.and(LOW_SHORT))
                .add(highs.lanewise(VectorOperators.LSHR, Short.SIZE));
    }

    private int rest(MemorySegment vectors, long at) {
        int sum = 0;
        for (int i = 2 * even.length; i < dimensions; i++) {
            sum += (all[i] & LOW_BYTE) * (vectors.get(java.lang.foreign.ValueLayout.JAVA_BYTE, at + i) & LOW_BYTE);
        }
        return sum;
    }
}
