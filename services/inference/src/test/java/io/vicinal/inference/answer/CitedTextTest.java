package io.vicinal.inference.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.inference.answer.CitedText.Cited;
import java.util.List;
import org.junit.jupiter.api.Test;

class CitedTextTest {

    private static List<List<Integer>> numbers(CitedText text) {
        return text.sentences().stream().map(Cited::numbers).toList();
    }

    private static List<String> words(CitedText text) {
        return text.sentences().stream().map(text::words).toList();
    }

    @Test
    void aNumberBeforeTheFullStopBelongsToItsSentence() {
        CitedText text = CitedText.of("It opened in 1937 [2]. It is orange [1][2].", 2);
        assertThat(numbers(text)).containsExactly(List.of(2), List.of(1, 2));
        assertThat(words(text)).containsExactly("It opened in 1937.", "It is orange.");
    }

    @Test
    void aNumberAfterTheFullStopToo() {
        CitedText text = CitedText.of("It opened in 1937. [2] It is orange.[1] It is long. [1, 2]", 2);
        assertThat(words(text)).containsExactly("It opened in 1937.", "It is orange.", "It is long.");
        assertThat(numbers(text)).containsExactly(List.of(2), List.of(1), List.of(1, 2));
    }

    @Test
    void numbersOfNothingAreTakenOut() {
        CitedText text = CitedText.of("It is orange [3]. It is long [0, 1, 400].", 2);
        assertThat(text.text()).isEqualTo("It is orange. It is long [1].");
        assertThat(text.dropped()).isEqualTo(3);
        assertThat(numbers(text)).containsExactly(List.of(), List.of(1));
    }

    @Test
    void otherBracketsAreText() {
        CitedText text = CitedText.of("It is [sic] long [a1].", 2);
        assertThat(text.text()).isEqualTo("It is [sic] long [a1].");
        assertThat(numbers(text)).containsExactly(List.of());
    }

    @Test
    void aTextOfCitationsAloneHasNothingToCompare() {
        CitedText text = CitedText.of("[1][2]", 2);
        assertThat(words(text)).containsExactly("");
    }
}
