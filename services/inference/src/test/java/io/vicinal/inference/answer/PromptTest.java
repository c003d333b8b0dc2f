package io.vicinal.inference.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.contracts.inference.AnswerMethod;
import io.vicinal.contracts.inference.AnswerQuery;
import io.vicinal.contracts.inference.AnswerQuery.Passage;
import io.vicinal.contracts.inference.AnswerRequest.Turn;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromptTest {
    private static final String FENCE = "0123456789abcdef";

    private static List<Passage> passages(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Passage(
                        "d" + i,
                        "Title " + i,
                        ("A sentence of document d" + i + "x. ").repeat(40).strip(),
                        0,
                        1))
                .toList();
    }

    private static int tokens(Prompt prompt) {
        return prompt.messages().stream()
                .mapToInt(message -> Prompt.tokens(String.valueOf(message.get("content"))))
                .sum();
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1500, 3000, 6000})
    void keepsToItsBudgetAndUsesIt(int budget) {
        Prompt prompt = Prompt.of(Questions.question(AnswerMethod.AUTO, "What?", passages(100)), budget, FENCE);
        assertThat(tokens(prompt)).isBetween(budget - 130, budget);
        assertThat(prompt.given()).extracting(Excerpt::documentId).startsWith("d0");
        assertThat(prompt.given().getLast().text()).endsWith(".");
    }

    @Test
    void theMostRelevantComeFirstUnderTheirNumbers() {
        Prompt prompt = Prompt.of(Questions.bridge(AnswerMethod.AUTO), 2000, FENCE);
        assertThat(prompt.given()).extracting(Excerpt::documentId).containsExactly("bridge", "tower");
        assertThat(prompt.messages().getLast().get("content"))
                .containsSubsequence(
                        "<<passage 1 " + FENCE, "Golden Gate", "<<passage 2 " + FENCE, "Eiffel", "Question: How many");
    }

    @Test
    void aSentenceThatIsTooLongByItselfIsCutAtAWord() {
        Passage endless = new Passage("a", null, "word ".repeat(10_000).strip(), 0, 1);
        Prompt prompt = Prompt.of(Questions.question(AnswerMethod.AUTO, "What?", List.of(endless)), 1000, FENCE);
        assertThat(prompt.given()).hasSize(1);
        assertThat(prompt.given().getFirst().text()).startsWith("word word").endsWith("word");
        assertThat(tokens(prompt)).isLessThanOrEqualTo(1000);
    }

    @Test
    void theLatestTurnsComeAlongAndNoMoreThanTheirShare() {
        List<Turn> turns = IntStream.range(0, 50)
                .mapToObj(i -> new Turn(i % 2 == 0 ? "user" : "assistant", ("turn " + i + " ").repeat(30)))
                .toList();
        AnswerQuery query =
                new AnswerQuery("things", null, "And now?", "And now?", turns, passages(50), AnswerMethod.AUTO, 3);
        Prompt prompt = Prompt.of(query, 2000, FENCE);
        String content = String.valueOf(prompt.messages().getLast().get("content"));
        assertThat(content).contains("turn 49").doesNotContain("turn 20 ");
        assertThat(prompt.given()).hasSizeGreaterThan(2);
        assertThat(tokens(prompt)).isLessThanOrEqualTo(2000);
    }
}
