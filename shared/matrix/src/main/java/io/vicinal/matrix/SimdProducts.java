package io.vicinal.matrix;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Both products in tiles of four by four that stay in registers, so that a value that is loaded is used four times.
 *
 * <p>Loaded only where the JVM has the Vector API.
 */
final class SimdProducts implements Products {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = FLOATS.length();
    private static final int TILE = 4;

    /** As many rows of {@code b} as stay in the second cache while those of {@code a} pass. */
    private static final int BLOCK = 64;

    @Override
    public void dots(float[] a, int aFrom, int aRows, float[] b, int bFrom, int bRows, int columns, float[] out) {
        for (int block = 0; block < bRows; block += BLOCK) {
            int end = Math.min(bRows, block + BLOCK);
            for (int i = 0; i < aRows; i += TILE) {
                for (int j = block; j < end; j += TILE) {
                    int at = i * bRows + j;
                    if (i + TILE <= aRows && j + TILE <= end) {
                        tile(a, (aFrom + i) * columns, b, (bFrom + j) * columns, columns, out, at, bRows);
                    } else {
                        for (int p = i; p < Math.min(aRows, i + TILE); p++) {
                            for (int q = j; q < Math.min(end, j + TILE); q++) {
                                out[p * bRows + q] = dot(a, (aFrom + p) * columns, b, (bFrom + q) * columns, columns);
                            }
                        }
                    }
                }
            }
        }
    }

    private static float dot(float[] a, int atA, float[] b, int atB, int columns) {
        FloatVector sum = FloatVector.zero(FLOATS);
        int whole = FLOATS.loopBound(columns);
        for (int c = 0; c < whole; c += LANES) {
            sum = FloatVector.fromArray(FLOATS, a, atA + c).fma(FloatVector.fromArray(FLOATS, b, atB + c), sum);
        }
        return sum.reduceLanes(VectorOperators.ADD) + rest(a, atA, b, atB, whole, columns);
    }

    private static float rest(float[] a, int atA, float[] b, int atB, int whole, int columns) {
        float sum = 0;
        for (int c = whole; c < columns; c++) {
            sum += a[atA + c] * b[atB + c];
        }
        return sum;
    }

    private static void tile(float[] a, int a0, float[] b, int b0, int columns, float[] out, int at, int stride) {
        int whole = FLOATS.loopBound(columns);
        twoRows(a, a0, b, b0, columns, whole, out, at, stride);
        twoRows(a, a0 + 2 * columns, b, b0, columns, whole, out, at + 2 * stride, stride);
    }

    /** Two rows with four: eight sums, which fit the registers of every processor. */
    private static void twoRows(
            float[] a, int a0, float[] b, int b0, int columns, int whole, float[] out, int at, int stride) {
        FloatVector s00 = FloatVector.zero(FLOATS);
        FloatVector s01 = s00;
        FloatVector s02 = s00;
        FloatVector s03 = s00;
        FloatVector s10 = s00;
        FloatVector s11 = s00;
        FloatVector s12 = s00;
        FloatVector s13 = s00;
        int a1 = a0 + columns;
        int b1 = b0 + columns;
        int b2 = b1 + columns;
        int b3 = b2 + columns;
        for (int c = 0; c < whole; c += LANES) {
            FloatVector x0 = FloatVector.fromArray(FLOATS, a, a0 + c);
            FloatVector x1 = FloatVector.fromArray(FLOATS, a, a1 + c);
            FloatVector y = FloatVector.fromArray(FLOATS, b, b0 + c);
            s00 = x0.fma(y, s00);
            s10 = x1.fma(y, s10);
            y = FloatVector.fromArray(FLOATS, b, b1 + c);
            s01 = x0.fma(y, s01);
            s11 = x1.fma(y, s11);
            y = FloatVector.fromArray(FLOATS, b, b2 + c);
            s02 = x0.fma(y, s02);
            s12 = x1.fma(y, s12);
            y = FloatVector.fromArray(FLOATS, b, b3 + c);
            s03 = x0.fma(y, s03);
            s13 = x1.fma(y, s13);
        }
        int next = at + stride;
        out[at] = s00.reduceLanes(VectorOperators.ADD) + rest(a, a0, b, b0, whole, columns);
        out[at + 1] = s01.reduceLanes(VectorOperators.ADD) + rest(a, a0, b, b1, whole, columns);
        out[at + 2] = s02.reduceLanes(VectorOperators.ADD) + rest(a, a0, b, b2, whole, columns);
        out[at + 3] = s03.reduceLanes(VectorOperators.ADD) + rest(a, a0, b, b3, whole, columns);
        out[next] = s10.reduceLanes(VectorOperators.ADD) + rest(a, a1, b, b0, whole, columns);
        out[next + 1] = s11.reduceLanes(VectorOperators.ADD) + rest(a, a1, b, b1, whole, columns);
        out[next + 2] = s12.reduceLanes(VectorOperators.ADD) + rest(a, a1, b, b2, whole, columns);
        out[next + 3] = s13.reduceLanes(VectorOperators.ADD) + rest(a, a1, b, b3, whole, columns);
    }

    @Override
    public void addWeighted(float[] weights, int sums, float[] x, int from, int rows, int columns, float[] out) {
        int whole = columns / (2 * LANES) * (2 * LANES);
        int s = 0;
        for (; s + TILE <= sums; s += TILE) {
            for (int c = 0; c < whole; c += 2 * LANES) {
                fourSums(weights, sums, s, x, from * columns + c, rows, columns, out, s * columns + c);
            }
            scalar(weights, sums, s, s + TILE, x, from, rows, columns, whole, out);
        }
        for (; s < sums; s++) {
            for (int c = 0; c < whole; c += 2 * LANES) {
                oneSum(weights, sums, s, x, from * columns + c, rows, columns, out, s * columns + c);
            }
            scalar(weights, sums, s, s + 1, x, from, rows, columns, whole, out);
        }
    }

    /** Four sums over two vectors' width of columns. */
    private static void fourSums(
            float[] weights, int sums, int first, float[] x, int x0, int rows, int columns, float[] out, int at) {
        int at1 = at + columns;
        int at2 = at1 + columns;
        int at3 = at2 + columns;
        FloatVector s0 = FloatVector.fromArray(FLOATS, out, at);
        FloatVector t0 = FloatVector.fromArray(FLOATS, out, at + LANES);
        FloatVector s1 = FloatVector.fromArray(FLOATS, out, at1);
        FloatVector t1 = FloatVector.fromArray(FLOATS, out, at1 + LANES);
        FloatVector s2 = FloatVector.fromArray(FLOATS, out, at2);
        FloatVector t2 = FloatVector.fromArray(FLOATS, out, at2 + LANES);
        FloatVector s3 = FloatVector.fromArray(FLOATS, out, at3);
        FloatVector t3 = FloatVector.fromArray(FLOATS, out, at3 + LANES);
        for (int row = 0; row < rows; row++) {
            FloatVector x1 = FloatVector.fromArray(FLOATS, x, x0 + row * columns);
            FloatVector x2 = FloatVector.fromArray(FLOATS, x, x0 + row * columns + LANES);
            int w = row * sums + first;
            FloatVector weight = FloatVector.broadcast(FLOATS, weights[w]);
            s0 = weight.fma(x1, s0);
            t0 = weight.fma(x2, t0);
            weight = FloatVector.broadcast(FLOATS, weights[w + 1]);
            s1 = weight.fma(x1, s1);
            t1 = weight.fma(x2, t1);
            weight = FloatVector.broadcast(FLOATS, weights[w + 2]);
            s2 = weight.fma(x1, s2);
            t2 = weight.fma(x2, t2);
            weight = FloatVector.broadcast(FLOATS, weights[w + 3]);
            s3 = weight.fma(x1, s3);
            t3 = weight.fma(x2, t3);
        }
        s0.intoArray(out, at);
        t0.intoArray(out, at + LANES);
        s1.intoArray(out, at1);
        t1.intoArray(out, at1 + LANES);
        s2.intoArray(out, at2);
        t2.intoArray(out, at2 + LANES);
        s3.intoArray(out, at3);
        t3.intoArray(out, at3 + LANES);
    }

    private static void oneSum(
            float[] weights, int sums, int sum, float[] x, int x0, int rows, int columns, float[] out, int at) {
        FloatVector s = FloatVector.fromArray(FLOATS, out, at);
        FloatVector t = FloatVector.fromArray(FLOATS, out, at + LANES);
        for (int row = 0; row < rows; row++) {
            FloatVector weight = FloatVector.broadcast(FLOATS, weights[row * sums + sum]);
            s = weight.fma(FloatVector.fromArray(FLOATS, x, x0 + row * columns), s);
            t = weight.fma(FloatVector.fromArray(FLOATS, x, x0 + row * columns + LANES), t);
        }
        s.intoArray(out, at);
        t.intoArray(out, at + LANES);
    }

    /** The columns that fill no vectors. */
    private static void scalar(
            float[] weights,
            int sums,
            int from,
            int to,
            float[] x,
            int first,
            int rows,
            int columns,
            int whole,
            float[] out) {
        for (int row = 0; whole < columns && row < rows; row++) {
            for (int s = from; s < to; s++) {
                for (int c = whole; c < columns; c++) {
                    out[s * columns + c] += weights[row * sums + s] * x[(first + row) * columns + c];
                }
            }
        }
    }
}
