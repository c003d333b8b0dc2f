package io.vicinal.contracts.error;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** What a reader of JSON did not like, as a {@link Problem} in the caller's words: no class names, no source snippets. */
public final class JsonProblems {
    /** Characters of an offending value that are repeated to the caller. */
    private static final int VALUE_SHOWN = 80;

    public static Problem of(JacksonException failure) {
        String field = field(failure.getPath());
        return switch (failure) {
            case UnrecognizedPropertyException unknown -> unknown(unknown, field);
            case StreamConstraintsException nested
            when nested.getOriginalMessage().startsWith("Document nesting depth") ->
                ProblemType.INVALID_VALUE.of(outermost(failure.getPath()), "The JSON is nested too deep to be meant.");
            case StreamConstraintsException limit ->
                ProblemType.TOO_LARGE.of(field, withoutSource(limit.getOriginalMessage()) + '.');
            case UnexpectedEndOfInputException _ ->
                ProblemType.MALFORMED_JSON.of(field, "The JSON ends in the middle" + at(failure) + '.');
            case InputCoercionException _ ->
                ProblemType.WRONG_TYPE.of(field, subject(field) + " holds a number that is out of range.");
            case InvalidFormatException format
            when format.getTargetType() != null && format.getTargetType().isEnum() ->
                ProblemType.INVALID_VALUE.of(
                        field,
                        "%s is \"%s\"; it is one of %s."
                                .formatted(subject(field), shown(format.getValue()), names(format.getTargetType())));
            case MismatchedInputException mismatch -> mismatch(mismatch, field);
            case StreamReadException base64
            when base64.getOriginalMessage()
                    .matches("(?s)(Illegal|Unexpected end-of-String|Failed to decode|Missing).*base64.*") ->
                ProblemType.WRONG_TYPE.of(field, subject(field) + " is a string that is not base64.");
            default ->
                ProblemType.MALFORMED_JSON.of(
                        field,
                        "The JSON cannot be read%s: %s."
                                .formatted(at(failure), withoutSource(failure.getOriginalMessage())));
        };
    }

    private static Problem unknown(UnrecognizedPropertyException failure, @Nullable String field) {
        Collection<Object> known = failure.getKnownPropertyIds();
        String allowed = known == null || known.isEmpty()
                ? ""
                : " Known are " + known.stream().map(String::valueOf).sorted().collect(Collectors.joining(", ")) + '.';
        return ProblemType.UNKNOWN_PROPERTY.of(
                field, "There is no property \"%s\" here.%s".formatted(shown(failure.getPropertyName()), allowed));
    }

    private static Problem mismatch(MismatchedInputException failure, @Nullable String field) {
        if (failure.getOriginalMessage().startsWith("Trailing token")) {
            return ProblemType.MALFORMED_JSON.of(field, "Something follows the end of the JSON value.");
        }
        if (failure.getOriginalMessage().startsWith("No content")) {
            return ProblemType.MALFORMED_JSON.of(field, "There is no JSON value.");
        }
        String expected = failure.getTargetType() == null ? "of another type" : kind(failure.getTargetType());
        return ProblemType.WRONG_TYPE.of(field, "%s must be %s.".formatted(subject(field), expected));
    }

    private static String kind(Class<?> type) {
        if (type == String.class || type.isEnum()) {
            return "a string";
        }
        if (type == float[].class) {
            return "an array of numbers, or base64 of little-endian float32";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
            return "a whole number";
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return "a number";
        }
        if (type.isArray() || Collection.class.isAssignableFrom(type)) {
            return "an array";
        }
        return type.isRecord() || Map.class.isAssignableFrom(type) ? "an object" : "of another type";
    }

    private static String names(Class<?> type) {
        return Arrays.stream(type.getFields())
                .filter(Field::isEnumConstant)
                .map(constant -> {
                    JsonProperty named = constant.getAnnotation(JsonProperty.class);
                    return named == null ? constant.getName() : named.value();
                })
                .collect(Collectors.joining(", "));
    }

    private static @Nullable String field(List<JacksonException.Reference> path) {
        StringBuilder field = new StringBuilder();
        for (JacksonException.Reference step : path) {
            if (step.getPropertyName() == null) {
                field.append('[').append(step.getIndex()).append(']');
            } else {
                field.append(field.isEmpty() ? "" : ".").append(shown(step.getPropertyName()));
            }
        }
        return field.isEmpty() ? null : field.toString();
    }

    /** What is too deep is said of the property that everything lies in: the whole path is as long as the JSON is deep. */
    private static @Nullable String outermost(List<JacksonException.Reference> path) {
        return field(path.subList(0, Math.min(1, path.size())));
    }

    private static String subject(@Nullable String field) {
        return field == null ? "The value" : '"' + field + '"';
    }

    private static String shown(@Nullable Object value) {
        String text = String.valueOf(value);
        return text.length() <= VALUE_SHOWN ? text : text.substring(0, VALUE_SHOWN) + '…';
    }

    private static String at(JacksonException failure) {
        TokenStreamLocation location = failure.getLocation();
        return location == null || location.getLineNr() < 1
                ? ""
                : " at line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
    }

    private static String withoutSource(String message) {
        return message.replaceAll("(?s), from `[^`]*`|: enable `[^`]*`.*", "")
                .replaceAll("(?s)\\s*\\(?(start marker )?at \\[Source:.*", "")
                .strip();
    }

    private JsonProblems() {}
}
