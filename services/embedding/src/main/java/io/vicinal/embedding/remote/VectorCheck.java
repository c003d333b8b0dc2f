package io.vicinal.embedding.remote;

import io.vicinal.embedding.remote.RemoteException.Kind;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;

/** What a server's vectors must be. The first one tells how many dimensions the model has, and every later one keeps it. */
final class VectorCheck {
    private final AtomicInteger dimensions = new AtomicInteger();

    OptionalInt dimensions() {
        int known = dimensions.get();
        return known == 0 ? OptionalInt.empty() : OptionalInt.of(known);
    }

    /** Scales each to the length 1. */
    List<float[]> checked(List<float[]> vectors) {
        vectors.forEach(this::check);
        return vectors;
    }

    private void check(float[] vector) {
        Unit.scaled(vector);
        int known = dimensions.compareAndExchange(0, vector.length);
        if (known != 0 && known != vector.length) {
            throw new RemoteException(
                    Kind.REFUSED, "a vector has " + vector.length + " dimensions, and those before it had " + known);
        }
    }
}
