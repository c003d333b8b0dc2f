package io.vicinal.gateway.search;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.search.SearchRequest;
import java.util.ArrayList;
import java.util.List;

/** The vectors that a search brings instead of having its query embedded. */
final class QueryVectors {

    static boolean areIn(SearchRequest request) {
        return request.vector() != null || request.vectors() != null;
    }

    /** Each of length 1; none where the search brings none. */
    static List<float[]> of(SearchRequest request, Collection collection) {
        if (request.vector() != null && request.vectors() != null) {
            throw invalid("vectors", "A search has a vector or several vectors; send one of vector and vectors.");
        }
        if (request.vector() != null) {
            return List.of(unit(request.vector(), "vector", collection));
        }
        List<float[]> given = request.vectors();
        if (given == null) {
            return List.of();
        }
        if (given.isEmpty() || given.size() > SearchRequest.MAX_VECTORS) {
            throw invalid(
                    "vectors",
                    "vectors holds 1 to " + SearchRequest.MAX_VECTORS + " vectors, not " + given.size() + ".");
        }
        List<float[]> units = new ArrayList<>(given.size());
        for (float[] vector : given) {
            String field = "vectors[" + units.size() + "]";
            if (vector == null) {
                throw ProblemType.WRONG_TYPE.exception(field, field + " must be a vector, not null.");
            }
            units.add(unit(vector, field, collection));
        }
        return units;
    }

    /** The vector scaled to length 1, as the collection's own are. */
    private static float[] unit(float[] vector, String field, Collection collection) {
        if (vector.length != collection.dimensions()) {
            throw ProblemType.WRONG_DIMENSIONS.exception(
                    field,
                    "The vector has " + vector.length + " dimensions; the collection " + collection.name() + " has "
                            + collection.dimensions() + " dimensions"
                            + (collection.hasModel() ? " (model " + collection.model() + ")." : "."));
        }
        double squares = 0;
        for (int i = 0; i < vector.length; i++) {
            if (!Float.isFinite(vector[i])) {
                throw invalid(field, "The vector's component " + i + " is not a finite 32-bit number.");
            }
            squares += (double) vector[i] * vector[i];
        }
        if (squares == 0) {
            throw invalid(field, "The vector is all zeros, which points nowhere.");
        }
        double length = Math.sqrt(squares);
        float[] unit = new float[vector.length];
        for (int i = 0; i < vector.length; i++) {
            unit[i] = (float) (vector[i] / length);
        }
        return unit;
    }

    private static ProblemException invalid(String field, String detail) {
        return ProblemType.INVALID_VALUE.exception(field, detail);
    }

    private QueryVectors() {}
}
