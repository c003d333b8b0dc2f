package io.vicinal.inference.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.inference.Clusters;
import io.vicinal.inference.examples.Duplicates.Conflict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExamplesTest {
    private static Example example(String id, float x, float y, String... labels) {
        return new Example(id, new float[] {x, y}, List.of(labels));
    }

    private static Examples examples(Example... all) {
        return Examples.of(Clusters.sample(List.of(all)));
    }

    @Test
    void labelsAreNumberedInAlphabeticalOrder() {
        Examples examples = examples(example("1", 1, 0, "b"), example("2", 0, 1, "a", "c"), example("3", 1, 1, "b"));
        assertThat(examples.names()).containsExactly("a", "b", "c");
        assertThat(examples.supports()).containsExactly(1, 2, 1);
        assertThat(examples.multiValued()).isTrue();
        int second = examples.documentIds().indexOf("2");
        assertThat(examples.labels()[second]).containsExactly(0, 2);
    }

    @Test
    void vectorsBecomeUnitVectors() {
        assertThat(examples(example("1", 3, 4, "a")).vectors().row(0)).containsExactly(0.6f, 0.8f);
    }

    @Test
    void aVectorWithoutADirectionIsRefused() {
        assertThatThrownBy(() -> examples(example("1", 0, 0, "a"))).hasMessageContaining("direction");
        assertThatThrownBy(() -> examples(example("1", Float.NaN, 1, "a"))).hasMessageContaining("direction");
        assertThatThrownBy(() -> examples(example("1", 1, 1))).hasMessageContaining("no label");
        assertThatThrownBy(() ->
                        examples(example("1", 1, 1, "a"), new Example("2", new float[] {1, 2, 3}, List.of("a"))))
                .hasMessageContaining("dimensions");
    }

    @Test
    void ofTooManyTheSameAreKeptWhateverTheOrder() {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            numbers.add(i);
        }
        Sample<Integer> sample = new Sample<>(100, i -> "d" + i);
        numbers.forEach(sample::add);
        Collections.shuffle(numbers, new Random(1));
        Sample<Integer> shuffled = new Sample<>(100, i -> "d" + i);
        numbers.forEach(shuffled::add);
        assertThat(sample.items()).hasSize(100).isEqualTo(shuffled.items());
        assertThat(sample.seen()).isEqualTo(1000);
        assertThat(sample.items().stream().mapToInt(i -> i).average().orElseThrow())
                .isBetween(400.0, 600.0);
    }

    @Test
    void theSameTextWithOtherLabelsIsAConflict() {
        Examples examples = examples(
                example("1", 1, 2, "a"), example("2", 2, 1, "a"), example("3", 1, 2, "b"), example("4", 2, 1, "a"));
        List<Conflict> conflicts = Duplicates.conflicts(examples);
        assertThat(conflicts).hasSize(1);
        assertThat(List.of(
                        conflicts.getFirst().documentId(), conflicts.getFirst().otherId()))
                .containsExactlyInAnyOrder("1", "3");
        assertThat(conflicts.getFirst().labels())
                .isNotEqualTo(conflicts.getFirst().otherLabels());
    }
}
