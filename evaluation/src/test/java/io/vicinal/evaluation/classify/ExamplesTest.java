package io.vicinal.evaluation.classify;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.evaluation.dataset.LabelledText;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ExamplesTest {
    private final Examples all = Examples.of("train", texts());

    private static List<LabelledText> texts() {
        List<LabelledText> texts = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            texts.add(new LabelledText("text " + i, "label " + i % 4));
        }
        texts.add(new LabelledText("the only one", "rare"));
        return texts;
    }

    @Test
    void ofEachLabelSoManyAreDrawnAndOfARareOneAll() {
        Examples drawn = all.draw(5, new SplittableRandom(1));
        assertThat(drawn.rows().values().stream()
                        .map(LabelledText::label)
                        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting())))
                .hasSize(5)
                .containsEntry("label 0", 5L)
                .containsEntry("label 3", 5L)
                .containsEntry("rare", 1L);
        drawn.rows()
                .forEach((row, text) -> assertThat(text).isEqualTo(all.rows().get(row)));
    }

    @Test
    void theSameSeedDrawsTheSameAndAnotherDoesNot() {
        assertThat(all.draw(5, new SplittableRandom(1))).isEqualTo(all.draw(5, new SplittableRandom(1)));
        assertThat(all.draw(5, new SplittableRandom(1))).isNotEqualTo(all.draw(5, new SplittableRandom(2)));
    }
}
