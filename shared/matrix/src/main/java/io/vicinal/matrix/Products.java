package io.vicinal.matrix;

/**
 * The two products that everything here is made of, over matrices whose rows lie one after the other in one array. Both are
 * the same each time on the same processor: each sum has one order.
 */
public interface Products {

    /** SIMD where the JVM was started with the incubating Vector API. */
    static Products best() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
                ? new SimdProducts()
                : new ScalarProducts();
    }

    /**
     * Dot products of each of some rows with each of others.
     *
     * @param a {@code float[… × columns]}, of which rows {@code aFrom} to {@code aFrom + aRows} are taken
     * @param b {@code float[… × columns]}, in the same way
     * @param out {@code float[aRows × bRows]}, overwritten
     */
    void dots(float[] a, int aFrom, int aRows, float[] b, int bFrom, int bRows, int columns, float[] out);

    /**
     * Adds to each row of {@code out} the rows of {@code x}, each times its weight.
     *
     * @param weights {@code float[rows × sums]}
     * @param x {@code float[… × columns]}, of which rows {@code from} to {@code from + rows} are taken
     * @param out {@code float[sums × columns]}
     */
    void addWeighted(float[] weights, int sums, float[] x, int from, int rows, int columns, float[] out);
}
