package io.vicinal.inference.examples;

import io.vicinal.inference.matrix.Matrix;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * Labelled documents, in the order of their ids' hashes.
 *
 * @param vectors of length 1, a row a document
 * @param labels {@code int[documents][]}: of {@link #names}, each ascending, none empty
 * @param names of labels, in alphabetical order
 * @param same {@code int[documents]}: the first document with the very same vector, often itself
 * @param seen labelled documents in all; more than are here where there were too many
 */
public record Examples(
        Matrix vectors, int[][] labels, List<String> names, List<String> documentIds, int[] same, long seen) {

    /** So many fit a heap of 1 GiB with vectors of 1,024 dimensions, and take minutes to compare. */
    public static final int MOST = 100_000;

    public static Sample<Example> sample() {
        return new Sample<>(MOST, Example::documentId);
    }

    /** @throws IllegalArgumentException where vectors are not all of the same dimensions, or one has no direction or label */
    public static Examples of(Sample<Example> sample) {
        return of(sample, List.of());
    }

    /** @param described labels that may have no document */
    public static Examples of(Sample<Example> sample, Collection<String> described) {
        List<Example> examples = sample.items();
        TreeSet<String> names = new TreeSet<>(described);
        examples.forEach(example -> names.addAll(example.labels()));
        Map<String, Integer> number = new HashMap<>();
        names.forEach(name -> number.put(name, number.size()));
        int[][] labels = new int[examples.size()][];
        for (int i = 0; i < labels.length; i++) {
            Example example = examples.get(i);
            if (example.labels().isEmpty()) {
                throw new IllegalArgumentException("no label: " + example.documentId());
            }
            labels[i] = example.labels().stream()
                    .mapToInt(name -> Objects.requireNonNull(number.get(name)))
                    .sorted()
                    .distinct()
                    .toArray();
        }
        Matrix vectors = Matrix.ofUnit(examples.stream().map(Example::vector).toList());
        return new Examples(
                vectors,
                labels,
                List.copyOf(names),
                examples.stream().map(Example::documentId).toList(),
                Duplicates.of(vectors),
                sample.seen());
    }

    public int count() {
        return labels.length;
    }

    /** Whether a document has several labels; then each label is a question of its own. */
    public boolean multiValued() {
        return Arrays.stream(labels).anyMatch(own -> own.length > 1);
    }

    /** The one label of a document, where none has several. */
    public int label(int document) {
        return labels[document][0];
    }

    /** {@code int[labels]}: how many documents have it, the same text counted once. */
    public int[] texts() {
        int[] texts = new int[names.size()];
        for (int i = 0; i < labels.length; i++) {
            for (int label : same[i] == i ? labels[i] : new int[0]) {
                texts[label]++;
            }
        }
        return texts;
    }

    /** {@code int[labels]}: how many documents have it. */
    public int[] supports() {
        int[] supports = new int[names.size()];
        for (int[] own : labels) {
            for (int label : own) {
                supports[label]++;
            }
        }
        return supports;
    }
}
