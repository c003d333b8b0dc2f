package io.vicinal.inference.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.contracts.inference.AnswerQuery.Passage;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExcerptTest {
    private static final String TEXT = "One is here. Two is there.\n\nThree is far. Four is gone. Five is last.";

    private static Passage passage(String document, int start, int end) {
        return new Passage(document, null, TEXT.substring(start, end), start, 0.5);
    }

    @Test
    void neighboursOfADocumentBecomeOneTextWhosePlacesStayTrue() {
        List<Excerpt> excerpts = Excerpt.of(List.of(passage("a", 28, 41), passage("b", 0, 12), passage("a", 0, 26)));
        assertThat(excerpts).extracting(Excerpt::documentId).containsExactly("a", "b");
        assertThat(excerpts.getFirst().text()).isEqualTo("One is here. Two is there.  Three is far.");
        assertThat(DocumentSentence.of(excerpts.getFirst()))
                .extracting(sentence -> TEXT.substring(sentence.start(), sentence.end()))
                .containsExactly("One is here.", "Two is there.", "Three is far.");
    }

    @Test
    void whatOverlapsIsThereOnce() {
        List<Excerpt> excerpts = Excerpt.of(List.of(passage("a", 0, 26), passage("a", 13, 41), passage("a", 13, 26)));
        assertThat(excerpts).hasSize(1);
        assertThat(excerpts.getFirst().text()).isEqualTo(TEXT.substring(0, 41));
    }

    @Test
    void whatLiesApartStaysApart() {
        List<Excerpt> excerpts = Excerpt.of(List.of(passage("a", 55, TEXT.length()), passage("a", 0, 12)));
        assertThat(excerpts).extracting(Excerpt::start).containsExactly(0, 55);
    }
}
