package io.vicinal.kafka.document;

import static io.vicinal.contracts.document.DocumentLimits.ID_BYTES;
import static io.vicinal.contracts.document.DocumentLimits.TEXT_BYTES;
import static io.vicinal.contracts.document.DocumentLimits.TITLE_BYTES;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.document.Document;
import io.vicinal.contracts.error.Problem;
import io.vicinal.contracts.error.ProblemType;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a document must be, the same over REST and for records that users write to the log themselves. */
public final class DocumentRules {

    /** @return the first rule that the document breaks */
    public static Optional<Problem> check(Document document, Collection collection) {
        return checkId(document.id())
                .or(() -> checkOwnVector(document, collection))
                .or(() -> checkText(document))
                .or(() -> checkFields(document.fields(), collection))
                .or(() -> checkVector(document.vector(), collection))
                .or(() -> checkExpiry(document.expiresAt()));
    }

    public static Optional<Problem> checkId(@Nullable String id) {
        if (id == null || id.isEmpty()) {
            return Optional.of(ProblemType.MISSING_VALUE.of("id", "A document needs an \"id\" that is not empty."));
        }
        if (Utf8.exceeds(id, ID_BYTES)) {
            return Optional.of(
                    ProblemType.TOO_LARGE.of("id", "\"id\" has more than %d bytes of UTF-8.".formatted(ID_BYTES)));
        }
        return Utf8.hasLoneSurrogate(id)
                ? Optional.of(ProblemType.INVALID_VALUE.of("id", "\"id\" is not valid Unicode: half a surrogate pair."))
                : Optional.empty();
    }

    private static Optional<Problem> checkOwnVector(Document document, Collection collection) {
        return collection.hasModel() || document.vector() != null
                ? Optional.empty()
                : Optional.of(ProblemType.MISSING_VALUE.of(
                        "vector",
                        "The collection has no model to embed documents; give each a \"vector\" of %d dimensions."
                                .formatted(collection.dimensions())));
    }

    private static Optional<Problem> checkText(Document document) {
        String text = document.text();
        String title = document.title();
        if (text != null && Utf8.exceeds(text, TEXT_BYTES)) {
            return Optional.of(ProblemType.TOO_LARGE.of(
                    "text", "\"text\" has more than %,d bytes of UTF-8; split the document.".formatted(TEXT_BYTES)));
        }
        if (title != null && Utf8.exceeds(title, TITLE_BYTES)) {
            return Optional.of(ProblemType.TOO_LARGE.of(
                    "title", "\"title\" has more than %,d bytes of UTF-8.".formatted(TITLE_BYTES)));
        }
        boolean blank = (text == null || text.isBlank()) && (title == null || title.isBlank());
        return blank && document.vector() == null
                ? Optional.of(ProblemType.MISSING_VALUE.of(
                        "text", "There is nothing to embed: give \"text\", \"title\" or \"vector\"."))
                : Optional.empty();
    }

    private static Optional<Problem> checkFields(@Nullable Map<String, Object> fields, Collection collection) {
        return fields == null
                ? Optional.empty()
                : fields.entrySet().stream()
                        .flatMap(field -> FieldRules.check(field.getKey(), field.getValue(), collection).stream())
                        .findFirst();
    }

    private static Optional<Problem> checkVector(float @Nullable [] vector, Collection collection) {
        if (vector == null) {
            return Optional.empty();
        }
        if (vector.length != collection.dimensions()) {
            return Optional.of(ProblemType.WRONG_DIMENSIONS.of(
                    "vector",
                    "\"vector\" has %d dimensions; the collection%s has %d."
                            .formatted(
                                    vector.length, collection.hasModel() ? "'s model" : "", collection.dimensions())));
        }
        boolean zero = true;
        for (float x : vector) {
            if (!Float.isFinite(x)) {
                return Optional.of(
                        ProblemType.INVALID_VALUE.of("vector", "\"vector\" holds a number that is not finite."));
            }
            zero &= x == 0;
        }
        return zero
                ? Optional.of(ProblemType.INVALID_VALUE.of("vector", "\"vector\" is all zeros and has no direction."))
                : Optional.empty();
    }

    private static Optional<Problem> checkExpiry(@Nullable String expiresAt) {
        return expiresAt == null || Expiry.instant(expiresAt).isPresent()
                ? Optional.empty()
                : Optional.of(ProblemType.INVALID_VALUE.of(
                        "expires_at",
                        "\"expires_at\" is no ISO 8601 date-time with an offset, such as 2030-05-01T12:00:00Z."));
    }

    private DocumentRules() {}
}
