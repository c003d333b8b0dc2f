package io.vicinal.inference.matrix;

import io.vicinal.contracts.json.PackedVector;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;

/** @param values {@code float[rows × columns]}, row by row */
public record Matrix(
        @JsonSerialize(using = PackedVector.Writer.class) @JsonDeserialize(using = PackedVector.Reader.class)
        float[] values,

        int rows,
        int columns) {

    public static Matrix zero(int rows, int columns) {
        return new Matrix(new float[Math.multiplyExact(rows, columns)], rows, columns);
    }

    /**
     * @param vectors {@code float[dimensions]} each
     * @return of which each row has length 1
     */
    public static Matrix ofUnit(List<float[]> vectors) {
        int columns = vectors.isEmpty() ? 0 : vectors.getFirst().length;
        Matrix matrix = zero(vectors.size(), columns);
        for (int row = 0; row < matrix.rows; row++) {
            float[] vector = vectors.get(row);
            if (vector.length != columns) {
                throw new IllegalArgumentException(vector.length + " dimensions, where others have " + columns);
            }
            System.arraycopy(UnitVector.of(vector), 0, matrix.values, row * columns, columns);
        }
        return matrix;
    }

    public float[] row(int row) {
        return Arrays.copyOfRange(values, row * columns, (row + 1) * columns);
    }

    /** Copies of some rows, in that order. */
    public Matrix of(int[] chosen) {
        Matrix part = zero(chosen.length, columns);
        for (int i = 0; i < chosen.length; i++) {
            System.arraycopy(values, chosen[i] * columns, part.values, i * columns, columns);
        }
        return part;
    }
}
