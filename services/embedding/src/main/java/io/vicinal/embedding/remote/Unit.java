package io.vicinal.embedding.remote;

import io.vicinal.embedding.remote.RemoteException.Kind;

/** Vectors of the length 1. */
final class Unit {

    /** @return the same array; fails with {@link RemoteException} where it has no direction */
    static float[] scaled(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        if (!(squares > 0) || Double.isInfinite(squares)) {
            throw new RemoteException(Kind.TEXT, "a vector has no direction, its length is " + Math.sqrt(squares));
        }
        double length = Math.sqrt(squares);
        for (int d = 0; d < vector.length; d++) {
            vector[d] = (float) (vector[d] / length);
        }
        return vector;
    }

    private Unit() {}
}
