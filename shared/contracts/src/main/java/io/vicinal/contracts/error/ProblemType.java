package io.vicinal.contracts.error;

import org.jspecify.annotations.Nullable;

/** Every kind of error there is, with its HTTP status. Clients may rely on the type; titles and details may be reworded. */
public enum ProblemType {
    MALFORMED_JSON("malformed-json", "The JSON cannot be read", 400),
    UNKNOWN_PROPERTY("unknown-property", "A property is not known", 400),
    WRONG_TYPE("wrong-type", "A value has the wrong type", 400),
    INVALID_VALUE("invalid-value", "A value is not allowed", 400),
    MISSING_VALUE("missing-value", "A required value is missing", 400),
    UNDECLARED_FIELD("undeclared-field", "A field is not declared in the collection", 400),
    WRONG_DIMENSIONS("wrong-dimensions", "A vector has the wrong number of dimensions", 400),
    TOO_LARGE("too-large", "Something is over its limit", 413),
    UNKNOWN_COLLECTION("unknown-collection", "There is no such collection", 404),
    UNKNOWN_DOCUMENT("unknown-document", "There is no such document", 404),
    UNKNOWN_VERSION("unknown-version", "There is no such version", 404),
    UNKNOWN_MODEL("unknown-model", "There is no such model", 404),
    WRONG_MODEL_KIND("wrong-model-kind", "The model is of another kind", 400),
    NOT_FOUND("not-found", "There is nothing at this address", 404),
    METHOD_NOT_ALLOWED("method-not-allowed", "The method is not allowed here", 405),
    NOT_ACCEPTABLE("not-acceptable", "No acceptable representation", 406),
    CONFLICT("conflict", "The request conflicts with what exists", 409),
    CURSOR_EXPIRED("cursor-expired", "What the cursor continues has gone", 410),
    UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", "The content type is not supported", 415),
    UNREADABLE_FILE("unreadable-file", "The file cannot be read", 422),
    ENCRYPTED_FILE("encrypted-file", "The file is encrypted", 422),
    NO_TEXT("no-text", "There is no text in the file", 422),
    FILE_OVER_LIMITS("file-over-limits", "Reading the file takes more than it may", 422),
    UNAUTHENTICATED("unauthenticated", "Credentials are missing or wrong", 401),
    TOO_MANY_REQUESTS("too-many-requests", "The service has all the work it can take", 429),
    SHARD_UNAVAILABLE("shard-unavailable", "A shard cannot answer", 503),
    BROKER_UNAVAILABLE("broker-unavailable", "The log cannot be written at the moment", 503),
    SERVICE_UNAVAILABLE("service-unavailable", "A part of the platform cannot be reached", 503),
    DEADLINE_EXCEEDED("deadline-exceeded", "It took longer than allowed", 504),
    MODEL_FAILED("model-failed", "The model could not encode the text", 500),
    INTERNAL("internal", "Something went wrong inside", 500);

    private static final String BASE = "https://vicinal.io/problems/";
    private final String name;
    private final String title;
    private final int status;

    ProblemType(String name, String title, int status) {
        this.name = name;
        this.title = title;
        this.status = status;
    }

    public String uri() {
        return BASE + name;
    }

    public int status() {
        return status;
    }

    /** @param detail a sentence: what is at fault and what to do */
    public Problem of(@Nullable String field, String detail) {
        return new Problem(uri(), title, status, detail, field);
    }

    public ProblemException exception(@Nullable String field, String detail) {
        return new ProblemException(of(field, detail));
    }

    public boolean is(Problem problem) {
        return problem.type().equals(uri());
    }
}
