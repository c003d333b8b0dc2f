package io.vicinal.gateway.collection;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.embedding.ModelDescription;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.json.FlexibleVector;

/**
 * Collections without a model: documents and queries bring vectors of any model that their users like. Such a document is one
 * passage, since nothing here knows where the model would cut it, and the embedding service is never asked.
 */
final class OwnVectors {

    /** What stands for the model of such a collection. */
    static ModelDescription model(int dimensions) {
        return new ModelDescription(Collection.NO_MODEL, dimensions, 0, "none");
    }

    static boolean areWanted(CollectionSchema schema) {
        return Collection.NO_MODEL.equals(schema.model());
    }

    /** The rules of a new collection. */
    static void check(CollectionSchema schema) {
        Integer dimensions = schema.dimensions();
        if (!areWanted(schema)) {
            checkNoDimensions(schema);
            return;
        }
        if (dimensions == null) {
            throw ProblemType.MISSING_VALUE.exception(
                    "dimensions", "A collection without a model (model none) needs the dimensions of its vectors.");
        }
        if (dimensions < 1 || dimensions > FlexibleVector.MAX_DIMENSIONS) {
            throw ProblemType.INVALID_VALUE.exception(
                    "dimensions",
                    "dimensions must be from 1 to " + FlexibleVector.MAX_DIMENSIONS + ", not " + dimensions + ".");
        }
        checkNotCut(schema);
    }

    /** The rules of a new version: vectors are what their users sent, and only they can send others. */
    static void checkVersion(Collection serving, CollectionSchema schema) {
        if (serving.hasModel()) {
            if (areWanted(schema)) {
                throw conflict(
                        "model",
                        "The documents of " + serving.name() + " were sent without vectors, to be embedded by "
                                + serving.model() + "; make a collection with model none and send them with vectors.");
            }
            checkNoDimensions(schema);
            return;
        }
        if (schema.model() != null && !areWanted(schema)) {
            throw conflict(
                    "model",
                    "The documents of " + serving.name() + " bring vectors of their own, which no other model's can be"
                            + " compared with; make a collection with that model and send them there.");
        }
        if (schema.dimensions() != null && schema.dimensions() != serving.dimensions()) {
            throw conflict(
                    "dimensions",
                    "The documents of " + serving.name() + " bring vectors of " + serving.dimensions()
                            + " dimensions; make a collection with " + schema.dimensions()
                            + " and send them there with such vectors.");
        }
        checkNotCut(schema);
    }

    private static void checkNoDimensions(CollectionSchema schema) {
        if (schema.dimensions() != null) {
            throw ProblemType.INVALID_VALUE.exception(
                    "dimensions",
                    "dimensions is for collections without a model (model none); a model has its own, leave it out.");
        }
    }

    private static void checkNotCut(CollectionSchema schema) {
        if (schema.chunking() != null) {
            throw ProblemType.INVALID_VALUE.exception(
                    "chunking",
                    "Without a model documents are not cut: each brings one vector and is one passage. Leave chunking"
                            + " out.");
        }
    }

    private static ProblemException conflict(String field, String detail) {
        return ProblemType.CONFLICT.exception(field, detail);
    }

    private OwnVectors() {}
}
