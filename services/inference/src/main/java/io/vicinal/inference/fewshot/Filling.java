package io.vicinal.inference.fewshot;

import io.vicinal.contracts.document.Document;
import io.vicinal.contracts.inference.ExamplesResult.Example;
import io.vicinal.contracts.inference.ExamplesResult.LeftOut;
import io.vicinal.inference.budget.TokenBound;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Fills a budget of tokens with examples: reads the documents that are chosen, takes those that fit, and has others chosen in
 * the place of those that do not. For one request.
 */
public final class Filling {
    private static final int READ_AT_ONCE = 16;

    private final Selection selection;
    private final int k;
    private final Function<Candidate, Mono<Document>> read;
    private final Map<Candidate, Optional<Example>> known = new HashMap<>();
    private final List<Example> taken = new ArrayList<>();
    private final Set<List<@Nullable String>> texts = new HashSet<>();
    private final int budget;
    private int tokens;
    private int tooLong;
    private int repeated;
    private int gone;

    /** @param examples the most similar last */
    public record Filled(List<Example> examples, int tokens, LeftOut leftOut) {}

    private Filling(Selection selection, int k, int budget, Function<Candidate, Mono<Document>> read) {
        this.selection = selection;
        this.k = k;
        this.budget = budget;
        this.read = read;
    }

    /**
     * @param k examples at most
     * @param budget of tokens of them all, by {@link TokenBound}
     * @param read empty where the document has gone
     */
    public static Mono<Filled> fill(Selection selection, int k, int budget, Function<Candidate, Mono<Document>> read) {
        return Mono.defer(() -> new Filling(selection, k, budget, read).fill());
    }

    private Mono<Filled> fill() {
        return Mono.defer(this::round).repeat(() -> !wanted().isEmpty()).then(Mono.fromSupplier(this::filled));
    }

    /** None where nothing is missing or nothing more fits. */
    private List<Candidate> wanted() {
        return tokens < budget && taken.size() < k ? selection.next(k - taken.size()) : List.of();
    }

    private Mono<Void> round() {
        List<Candidate> wanted = wanted();
        return Flux.fromIterable(wanted)
                .filter(candidate -> !known.containsKey(candidate))
                .flatMapSequential(
                        candidate -> read.apply(candidate)
                                .map(document -> example(candidate, document))
                                .defaultIfEmpty(Optional.empty())
                                .map(example -> Map.entry(candidate, example)),
                        READ_AT_ONCE)
                .doOnNext(entry -> known.put(entry.getKey(), entry.getValue()))
                .then(Mono.fromRunnable(() -> take(wanted)));
    }

    /** Up to the first that is no example: what comes in its place may come before the others. */
    private void take(List<Candidate> wanted) {
        for (Candidate candidate : wanted) {
            Example example = Objects.requireNonNull(known.remove(candidate)).orElse(null);
            if (!fits(example)) {
                selection.leave(candidate);
                return;
            }
            selection.take(candidate);
            taken.add(Objects.requireNonNull(example));
            tokens += example.tokens();
        }
    }

    private boolean fits(@Nullable Example example) {
        if (example == null) {
            gone++;
        } else if (example.tokens() > budget - tokens) {
            tooLong++;
        } else if (!texts.add(Arrays.asList(example.title(), example.text()))) {
            repeated++;
        } else {
            return true;
        }
        return false;
    }

    private Optional<Example> example(Candidate candidate, Document document) {
        String title = document.title() == null || document.title().isBlank() ? null : document.title();
        String text = Objects.requireNonNullElse(document.text(), "");
        if (title == null && text.isBlank()) {
            return Optional.empty();
        }
        List<String> labels = candidate.labels();
        int tokens = TokenBound.of(text)
                + (title == null ? 0 : TokenBound.of(title))
                + labels.stream().mapToInt(TokenBound::of).sum();
        return Optional.of(new Example(
                candidate.documentId(),
                title,
                tokens > budget - this.tokens ? "" : text, // one that will not fit is not held
                labels.isEmpty() ? null : labels.getFirst(),
                labels.size() < 2 ? null : labels,
                candidate.similarity(),
                tokens));
    }

    private Filled filled() {
        List<Example> mostSimilarLast = taken.stream()
                .sorted(Comparator.comparingDouble(Example::similarity))
                .toList();
        return new Filled(mostSimilarLast, tokens, new LeftOut(tooLong, repeated, gone));
    }
}
