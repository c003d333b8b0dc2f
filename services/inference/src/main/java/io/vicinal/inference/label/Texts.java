package io.vicinal.inference.label;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.embedding.EmbeddingApi;
import io.vicinal.contracts.embedding.EmbeddingApi.TextsQuery;
import io.vicinal.contracts.embedding.TextVectors;
import io.vicinal.contracts.error.Problem;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Encodes texts a window at a time, while what follows is done for the window before. */
final class Texts {
    /** Enough for short texts to share runs of the encoder. */
    private static final int WINDOW = 128;

    private static final int WINDOWS_AT_ONCE = 2;
    /** Places that a warning names. */
    private static final int NAMED = 10;

    private static final Pattern PLACE = Pattern.compile("texts\\[(\\d{1,9})]");

    private final EmbeddingApi embedding;

    Texts(EmbeddingApi embedding) {
        this.embedding = embedding;
    }

    /**
     * @param encoded of the texts
     * @param truncated places of those that are longer than the model reads, counted from the first text of all
     */
    private record Window(TextVectors encoded, List<Integer> truncated) {}

    /** What became of all texts, in order. */
    record Done<T>(List<T> all, List<String> warnings) {}

    /**
     * @param property of the request that has the texts
     * @param then what is done with the vectors of a window: one result each
     */
    <T> Mono<Done<T>> each(
            Collection collection, String property, List<String> texts, Function<List<float[]>, Mono<List<T>>> then) {
        return each(collection, property, texts, false, encoded -> then.apply(encoded.vectors()));
    }

    /** @param tokens whether the vectors of the texts' tokens are wanted too */
    <T> Mono<Done<T>> each(
            Collection collection,
            String property,
            List<String> texts,
            boolean tokens,
            Function<TextVectors, Mono<List<T>>> then) {
        List<Integer> starts = new ArrayList<>();
        for (int start = 0; start < texts.size(); start += WINDOW) {
            starts.add(start);
        }
        List<Integer> truncated = java.util.Collections.synchronizedList(new ArrayList<>());
        return Flux.fromIterable(starts)
                .flatMapSequential(
                        start -> window(collection, property, texts, start, tokens)
                                .doOnNext(window -> truncated.addAll(window.truncated()))
                                .flatMap(window -> then.apply(window.encoded())),
                        WINDOWS_AT_ONCE,
                        1)
                .collectList()
                .map(windows ->
                        new Done<>(windows.stream().flatMap(List::stream).toList(), warnings(property, truncated)));
    }

    private Mono<Window> window(Collection collection, String property, List<String> texts, int start, boolean tokens) {
        List<String> some = texts.subList(start, Math.min(texts.size(), start + WINDOW));
        return Mono.defer(() -> embedding.embedTexts(new TextsQuery(collection.model(), some, tokens)))
                .map(encoded -> new Window(
                        encoded,
                        encoded.truncated().stream().map(i -> i + start).toList()))
                .onErrorMap(failure -> problem(failure, collection, property, start));
    }

    private static ProblemException problem(Throwable failure, Collection collection, String property, int start) {
        if (failure instanceof ProblemException e && !ProblemType.UNKNOWN_MODEL.is(e.problem())) {
            return ofAll(e.problem(), property, start).exception();
        }
        return ProblemType.SERVICE_UNAVAILABLE.exception(
                null,
                failure instanceof ProblemException
                        ? "The embedding service has not loaded the model " + collection.model() + " of the collection "
                                + collection.name() + "."
                        : "The embedding service cannot be reached; try again in a moment.");
    }

    /** The encoder counts from the window's first text, who asked from that of all. */
    private static Problem ofAll(Problem problem, String property, int start) {
        Matcher place = PLACE.matcher(Objects.requireNonNullElse(problem.field(), ""));
        if (!place.matches()) {
            return problem;
        }
        String field = property + "[" + (Integer.parseInt(place.group(1)) + start) + "]";
        String detail = problem.detail().replace(Objects.requireNonNull(problem.field()), field);
        return new Problem(problem.type(), problem.title(), problem.status(), detail, field);
    }

    private static List<String> warnings(String property, List<Integer> truncated) {
        if (truncated.isEmpty()) {
            return List.of();
        }
        String places = String.join(
                ", ",
                truncated.stream().sorted().limit(NAMED).map(String::valueOf).toList());
        return List.of("Longer than the model reads, so that their ends are left out: " + truncated.size() + " of the "
                + property + " (" + places + (truncated.size() > NAMED ? ", …" : "") + ").");
    }
}
