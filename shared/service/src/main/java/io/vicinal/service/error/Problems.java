package io.vicinal.service.error;

import io.vicinal.contracts.error.JsonProblems;
import io.vicinal.contracts.error.Problem;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.MissingRequestValueException;
import org.springframework.web.server.NotAcceptableStatusException;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebInputException;
import org.springframework.web.server.UnsupportedMediaTypeStatusException;
import tools.jackson.core.JacksonException;

/** What a failure is to the caller. */
public final class Problems {

    private static final Logger log = LoggerFactory.getLogger(Problems.class);

    /** What to tell the caller; what nobody foresaw is logged with an id that the caller gets too. */
    public static Problem seen(Throwable failure, ServerWebExchange exchange) {
        return of(failure).orElseGet(() -> unforeseen(exchange, failure));
    }

    /** Empty for a failure that nobody foresaw. */
    static Optional<Problem> of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Problem problem = direct(cause);
            if (problem != null) {
                return Optional.of(problem);
            }
        }
        return failure instanceof ResponseStatusException status ? Optional.of(ofStatus(status)) : Optional.empty();
    }

    private static @Nullable Problem direct(Throwable failure) {
        return switch (failure) {
            case ProblemException e -> e.problem();
            case JacksonException e -> JsonProblems.of(e);
            case DataBufferLimitException e ->
                ProblemType.TOO_LARGE.of(null, "The body is larger than this endpoint reads.");
            case WebClientRequestException e ->
                ProblemType.SERVICE_UNAVAILABLE.of(
                        null, "The service behind " + e.getUri().getPath() + " cannot be reached; try again.");
            case TimeoutException e -> ProblemType.DEADLINE_EXCEEDED.of(null, "The deadline passed; try again.");
            case UnsupportedMediaTypeStatusException e ->
                ProblemType.UNSUPPORTED_MEDIA_TYPE.of(
                        "content-type", "Send one of: " + names(e.getSupportedMediaTypes()) + ".");
            case NotAcceptableStatusException e ->
                ProblemType.NOT_ACCEPTABLE.of(
                        "accept", "This endpoint answers " + names(e.getSupportedMediaTypes()) + ".");
            case MethodNotAllowedException e ->
                ProblemType.METHOD_NOT_ALLOWED.of(
                        null,
                        e.getHttpMethod() + " is not allowed here; use "
                                + e.getSupportedMethods().stream()
                                        .map(Object::toString)
                                        .sorted()
                                        .collect(Collectors.joining(", "))
                                + ".");
            case MissingRequestValueException e ->
                ProblemType.MISSING_VALUE.of(e.getName(), "The " + e.getLabel() + " " + e.getName() + " is required.");
            default -> null;
        };
    }

    private static Problem ofStatus(ResponseStatusException e) {
        if (e instanceof ServerWebInputException) {
            return ProblemType.INVALID_VALUE.of(
                    null, "The request cannot be read: its path, query or body is malformed.");
        }
        return switch (e.getStatusCode().value()) {
            case 404 -> ProblemType.NOT_FOUND.of(null, "There is no such endpoint.");
            case 413 -> ProblemType.TOO_LARGE.of(null, "The body is larger than this endpoint reads.");
            default -> {
                ProblemType type =
                        e.getStatusCode().is4xxClientError() ? ProblemType.INVALID_VALUE : ProblemType.INTERNAL;
                yield new Problem(
                        type.uri(),
                        type.of(null, "").title(),
                        e.getStatusCode().value(),
                        "The request was refused.",
                        null);
            }
        };
    }

    private static Problem unforeseen(ServerWebExchange exchange, Throwable failure) {
        String id = UUID.randomUUID().toString();
        log.atError()
                .addKeyValue("error_id", id)
                .addKeyValue("method", exchange.getRequest().getMethod())
                .addKeyValue("path", exchange.getRequest().getPath().value())
                .setCause(failure)
                .log("request failed");
        return ProblemType.INTERNAL.of(
                null, "The request failed for a reason that is ours. The log has it under error id " + id + ".");
    }

    private static String names(List<MediaType> types) {
        return types.stream().map(MediaType::toString).collect(Collectors.joining(", "));
    }

    private Problems() {}
}
