package io.vicinal.inference.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vicinal.contracts.inference.Answer;
import io.vicinal.contracts.inference.Answer.Citation;
import io.vicinal.contracts.inference.Answer.Sentence;
import io.vicinal.contracts.inference.AnswerMethod;
import io.vicinal.contracts.inference.AnswerQuery;
import io.vicinal.contracts.inference.AnswerQuery.Passage;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExtractiveTest {
    private final WordOverlap embedding = new WordOverlap();

    private Answer ask(AnswerQuery query) {
        return Questions.controller(Questions.properties(null), embedding, new SimpleMeterRegistry())
                .answer(query)
                .block();
    }

    @Test
    void theBestSentenceIsTheFirstCitation() {
        Answer answer = ask(Questions.bridge(AnswerMethod.EXTRACTIVE));
        Citation first = answer.citations().getFirst();
        assertThat(first.documentId()).isEqualTo("bridge");
        assertThat(first.text()).contains("1,280");
        assertThat(Questions.BRIDGE.substring(first.start() - 100, first.end() - 100))
                .isEqualTo(first.text());
        assertThat(first.support()).isEqualTo(1);
        assertThat(first.score()).isBetween(0.3, 1.0);
        assertThat(first.number()).isNull();
    }

    @Test
    void sentencesStandInReadingOrderAndSayWhereTheyAreFrom() {
        String text = "Lamps burn whale fat. Ships sail far. Lamps burn whale oil.";
        Answer answer = ask(Questions.question(
                AnswerMethod.EXTRACTIVE,
                "Do old lamps in harbour towns burn whale oil?",
                List.of(new Passage("a", null, text, 7, 1), new Passage("b", null, "Lamps burn whale oil.", 0, 1))));
        assertThat(answer.answer()).isEqualTo("Lamps burn whale fat. Lamps burn whale oil.");
        assertThat(answer.citations())
                .extracting(Citation::text)
                .containsExactly("Lamps burn whale oil.", "Lamps burn whale fat.");
        assertThat(answer.sentences()).extracting(Sentence::citations).containsExactly(List.of(1), List.of(0));
        for (Sentence sentence : answer.sentences()) {
            Citation citation = answer.citations().get(sentence.citations().getFirst());
            assertThat(answer.answer().substring(sentence.start(), sentence.end()))
                    .isEqualTo(citation.text())
                    .isEqualTo(text.substring(citation.start() - 7, citation.end() - 7));
        }
    }

    @Test
    void aSentenceBringsTheOneBeforeItWhereThatSaysWhatItIsAbout() {
        Answer answer = ask(Questions.question(
                AnswerMethod.EXTRACTIVE,
                "metres main span Golden Gate Bridge",
                List.of(new Passage("bridge", null, Questions.BRIDGE, 0, 0.9))));
        assertThat(answer.citations()).hasSize(1);
        assertThat(answer.citations().getFirst().text())
                .isEqualTo("The Golden Gate Bridge opened in 1937. Its main span is 1,280 metres long.");
        assertThat(answer.answer()).isEqualTo(answer.citations().getFirst().text());
    }

    @Test
    void looksAtAHundredSentencesAndShowsNoMoreThanAsked() {
        List<Passage> passages = IntStream.range(0, 30)
                .mapToObj(i -> new Passage("d" + i, null, ("Red " + i + " one. ").repeat(10), 0, 1))
                .toList();
        Answer answer = ask(Questions.question(AnswerMethod.EXTRACTIVE, "red", passages));
        assertThat(answer.sentences()).hasSize(3);
        assertThat(embedding.asked.getFirst().texts()).hasSize(Extractive.MOST_COMPARED);
        assertThat(answer.citations()).extracting(Citation::text).doesNotHaveDuplicates();
    }

    @Test
    void aTextWithoutAWordIsNothing() {
        Answer answer =
                ask(Questions.question(AnswerMethod.EXTRACTIVE, "red", List.of(new Passage("a", null, " — … ", 0, 1))));
        assertThat(answer.answered()).isFalse();
        assertThat(answer.citations()).isEmpty();
    }
}
