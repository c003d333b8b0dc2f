package io.vicinal.inference.learn;

import io.vicinal.contracts.collection.Collection;
import java.time.Instant;

/**
 * What something is learned of: a field of a version of a collection, or all its documents.
 *
 * @param field {@link #ALL_DOCUMENTS} for these
 * @param createdAt of the collection, which tells it from one of the same name before
 */
public record Subject(String collection, int version, Instant createdAt, String field) {
    /** In the place of a field, of which none has this name: what is learned of documents whatever fields they have. */
    public static final String ALL_DOCUMENTS = "";

    public static Subject of(Collection collection, String field) {
        return new Subject(collection.name(), collection.version(), collection.createdAt(), field);
    }

    /** Under which it stands in the log: one that takes another's place stands under the same. */
    public String key() {
        return collection + '/' + field;
    }

    public boolean isOf(Collection other) {
        return collection.equals(other.name()) && version == other.version() && createdAt.equals(other.createdAt());
    }
}
