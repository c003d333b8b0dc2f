package io.vicinal.embedding.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.BreakIterator;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class GraphemesTest {
    private static final String[] CHARACTERS = {
        "a",
        " ",
        "\r\n",
        "🇩🇪",
        "🇫🇷",
        "👩‍👩‍👧‍👦",
        "👍🏽",
        "e\u0301\u0323",
        "한",
        "\u1112\u1161\u11AB",
        "नि",
        "😀",
        "日",
        " \u0301",
        "❤️"
    };

    @RepeatedTest(100)
    void cutsWhereTheJdkSeesTwoCharacters(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        StringBuilder built = new StringBuilder();
        int kinds = 1 + random.nextInt(CHARACTERS.length);
        for (int i = random.nextInt(100); i >= 0; i--) {
            built.append(CHARACTERS[CHARACTERS.length - 1 - random.nextInt(kinds)]);
        }
        String text = built.toString();
        BreakIterator all = BreakIterator.getCharacterInstance(Locale.ROOT);
        all.setText(text);
        int from = 0;
        while (from < text.length()) {
            int at = Math.min(text.length(), from + 1 + random.nextInt(20));
            int cut = Graphemes.cut(text, from, at, text.length());
            assertThat(all.isBoundary(cut)).as("%s at %d", text, cut).isTrue();
            assertThat(cut).isGreaterThan(from);
            assertThat(cut <= at || all.preceding(cut) == from)
                    .as("goes on only where there is no other place")
                    .isTrue();
            from = cut;
        }
    }

    @Test
    void cutsWhatIsNoCharacterOfAnyLanguageWhereItIsTold() {
        String text = "a" + "\u0301".repeat(1000);
        assertThat(Graphemes.cut(text, 0, 500, text.length())).isEqualTo(500);
        String surrogates = "😀" + "\uD834\uDD65".repeat(500); // a combining mark of two code units
        assertThat(Graphemes.cut(surrogates, 0, 501, surrogates.length())).isEqualTo(502);
    }
}
