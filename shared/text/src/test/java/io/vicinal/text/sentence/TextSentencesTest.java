package io.vicinal.text.sentence;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.text.sentence.TextSentences.Sentence;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextSentencesTest {

    private static List<String> sentences(String text) {
        return TextSentences.of(text).stream()
                .map(sentence -> text.substring(sentence.start(), sentence.end()))
                .toList();
    }

    @Test
    void headingsItemsAndSentencesStandAlone() {
        assertThat(sentences("# Bread\n\nKnead the dough. Let it\nrise.\n\n- flour\n- water, warm. Not hot.\n"))
                .containsExactly(
                        "# Bread", "Knead the dough.", "Let it\nrise.", "- flour", "- water, warm.", "Not hot.");
        assertThat(sentences("東京は晴れ。大阪は雨。")).containsExactly("東京は晴れ。", "大阪は雨。");
        assertThat(sentences(" \n\t ")).isEmpty();
        assertThat(sentences("")).isEmpty();
    }

    @Test
    void nothingButWhitespaceIsLeftOutWhateverTheText() {
        String alphabet = "ab. \n!?。\u0000\ud83d\ude00|-#\t\ud800";
        for (long seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(60); i > 0; i--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            StringBuilder left = new StringBuilder();
            int reached = 0;
            for (Sentence sentence : TextSentences.of(text.toString())) {
                assertThat(sentence.start()).as("seed %d", seed).isGreaterThanOrEqualTo(reached);
                left.append(text, sentence.start(), sentence.end());
                reached = sentence.end();
            }
            assertThat(left.toString().replaceAll("\\s", ""))
                    .as("seed %d", seed)
                    .isEqualTo(text.toString().replaceAll("\\s", ""));
        }
    }
}
