package io.vicinal.inference;

import io.vicinal.contracts.embedding.QueryTokens;
import io.vicinal.contracts.embedding.TextVectors;
import io.vicinal.contracts.error.ProblemType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import reactor.core.publisher.Mono;

/**
 * An encoder of texts of which those that share words are near each other: a text is the sum of its words' directions. It reads
 * {@link #READ} words.
 */
public final class Words extends UnaskedEmbedding {
    public static final String MODEL = "words";
    public static final int DIMENSIONS = 64;
    public static final int READ = 20;

    public final AtomicInteger encoded = new AtomicInteger();
    /** Told to misbehave, it answers with this. */
    public volatile Supplier<Mono<TextVectors>> instead = () -> null;

    /** {@code float[DIMENSIONS]}, of length 1. */
    public static float[] vector(String text) {
        double[] sum = new double[DIMENSIONS];
        words(text).stream().limit(READ).forEach(word -> {
            Random direction = new Random(31L * word.hashCode() + 7);
            for (int c = 0; c < DIMENSIONS; c++) {
                sum[c] += direction.nextGaussian();
            }
        });
        double length = Math.sqrt(
                IntStream.range(0, DIMENSIONS).mapToDouble(c -> sum[c] * sum[c]).sum());
        float[] vector = new float[DIMENSIONS];
        for (int c = 0; c < DIMENSIONS; c++) {
            vector[c] = (float) (sum[c] / length);
        }
        return vector;
    }

    private static List<String> words(String text) {
        return List.of(text.toLowerCase(java.util.Locale.ROOT).split("\\W+"));
    }

    @Override
    public Mono<TextVectors> embedTexts(TextsQuery query) {
        Mono<TextVectors> told = instead.get();
        if (told != null) {
            return told;
        }
        if (!query.model().equals(MODEL)) {
            return Mono.error(ProblemType.UNKNOWN_MODEL.exception("model", "There is no model " + query.model()));
        }
        for (int i = 0; i < query.texts().size(); i++) {
            if (query.texts().get(i).indexOf('\0') >= 0) {
                String field = "texts[" + i + "]";
                return Mono.error(ProblemType.INVALID_VALUE.exception(field, field + " holds the character NUL."));
            }
        }
        encoded.addAndGet(query.texts().size());
        List<Integer> truncated = new ArrayList<>();
        for (int i = 0; i < query.texts().size(); i++) {
            if (words(query.texts().get(i)).size() > READ) {
                truncated.add(i);
            }
        }
        return Mono.just(new TextVectors(
                query.texts().stream().map(Words::vector).toList(),
                truncated,
                Boolean.TRUE.equals(query.tokenVectors())
                        ? query.texts().stream().map(Words::tokens).toList()
                        : null));
    }

    /** Each word, as a token of no vector. */
    private static QueryTokens tokens(String text) {
        String[] words = words(text).toArray(String[]::new);
        return new QueryTokens(new int[words.length], words, new float[words.length]);
    }
}
