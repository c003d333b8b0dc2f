package io.vicinal.inference.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class BlocksTest {
    @Test
    void resultsComeInTheOrderOfTheRows() {
        try (Blocks blocks = new Blocks(2)) {
            assertThat(blocks.map(10, 4, (from, to) -> from + "-" + to)).isEqualTo(List.of("0-4", "4-8", "8-10"));
            assertThat(blocks.map(0, 4, (from, to) -> to)).isEmpty();
        }
    }

    @Test
    void whatFailsInABlockFailsOutside() {
        try (Blocks blocks = new Blocks(2)) {
            assertThatThrownBy(() -> blocks.map(10, 4, (from, _) -> 1 / (from - 4)))
                    .isInstanceOf(ArithmeticException.class);
        }
    }
}
