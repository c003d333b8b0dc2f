package io.vicinal.gateway.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.contracts.inference.AnswerRequest.Turn;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CondensedTest {
    private static final String TOWER = "Who designed the Eiffel Tower in Paris?";

    private static List<Turn> turns(String... contents) {
        return Arrays.stream(contents)
                .map(content -> content.startsWith("A: ")
                        ? new Turn(Turn.ASSISTANT, content.substring(3))
                        : new Turn(Turn.USER, content))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "How tall is it today?",
                "And how tall are the stairs inside?",
                "What about the restaurant upstairs, please?",
                "When?",
                "Which company built THAT one back then?"
            })
    void aQuestionThatRefersBackTakesTheOneBeforeAlong(String question) {
        assertThat(Condensed.query(question, turns(TOWER, "A: Gustave Eiffel's company.")))
                .isEqualTo(TOWER + " " + question);
    }

    @ParameterizedTest
    @ValueSource(strings = {"How long is the Golden Gate Bridge?", "Which vitamin prevents scurvy in sailors?"})
    void aQuestionThatStandsAloneTakesNothingAlong(String question) {
        assertThat(Condensed.query(question, turns(TOWER, "A: Gustave Eiffel's company.")))
                .isEqualTo(question);
    }

    @Test
    void goesBackToTheLastOneThatStandsAlone() {
        assertThat(Condensed.query(
                        "And in winter?",
                        turns("How long is the Golden Gate Bridge?", TOWER, "A: Eiffel.", "Is it open at night?")))
                .isEqualTo(TOWER + " Is it open at night? And in winter?");
    }

    @Test
    void goesBackThreeQuestionsAtMost() {
        assertThat(Condensed.query("Why?", turns("one?", "two?", "three?", "four?")))
                .isEqualTo("two? three? four? Why?");
    }

    @Test
    void theFirstQuestionIsAsItIs() {
        assertThat(Condensed.query("How tall is it?", List.of())).isEqualTo("How tall is it?");
    }
}
