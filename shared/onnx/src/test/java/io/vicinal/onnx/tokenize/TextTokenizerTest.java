package io.vicinal.onnx.tokenize;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.onnx.model.ModelFiles;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TextTokenizerTest {
    private static TextTokenizer tokenizer;

    @BeforeAll
    static void open() {
        tokenizer = TextTokenizer.open(ModelFiles.find("bge-small-en-v1.5"));
    }

    @AfterAll
    static void close() {
        tokenizer.close();
    }

    @Test
    void countsOffsetsInUtf16CodeUnitsBehindEmoji() {
        String text = "Hi 😀😀 world";
        assertThat(pieces(text)).containsExactly("Hi", "😀😀", "world");
    }

    @Test
    void keepsOffsetsBehindALoneSurrogateAndNul() {
        assertThat(pieces("x \uD83D y")).endsWith("y");
        assertThat(pieces("a\u0000 b")).endsWith("b");
    }

    @Test
    void givesAnEmptyTextItsSpecialTokensOnly() {
        assertThat(tokenizer.encode("").count())
                .isEqualTo(tokenizer.specialTokens())
                .isEqualTo(2);
        assertThat(tokenizer.encodePlain("").count()).isZero();
    }

    @Test
    void neverTruncatesByItself() {
        Tokens all = tokenizer.encode("word ".repeat(2000));
        assertThat(all.count()).isEqualTo(2002);
        Tokens cut = all.truncated(512);
        assertThat(cut.count()).isEqualTo(512);
        assertThat(cut.ids()[0]).isEqualTo(101);
        assertThat(cut.ids()[510]).isEqualTo(all.ids()[1]);
        assertThat(cut.ids()[511]).isEqualTo(102);
    }

    @Test
    void keepsTheEndWhereTheStartIsCut() {
        Tokens all = tokenizer.encode("one two three four");
        assertThat(all.truncatedAtStart(4).ids())
                .containsExactly(all.ids()[0], all.ids()[3], all.ids()[4], all.ids()[5]);
        assertThat(all.truncatedAtStart(6)).isSameAs(all);
    }

    @Test
    void framesTokensThatComeWithoutSpecialOnes() {
        assertThat(tokenizer.framed(new long[] {1037, 4937})).containsExactly(101, 1037, 4937, 102);
        assertThat(tokenizer.framed(new long[] {101, 1037, 102})).containsExactly(101, 1037, 102);
        assertThat(tokenizer.framed(new long[] {})).containsExactly(101, 102);
    }

    @Test
    void knowsHowManyTokensThereAre() {
        assertThat(tokenizer.vocabulary()).isEqualTo(30522);
        assertThat(tokenizer.decode(new long[] {101, 1037, 4937, 102}, true)).isEqualTo("a cat");
    }

    private static List<String> pieces(String text) {
        Tokens tokens = tokenizer.encode(text);
        List<String> pieces = new ArrayList<>();
        for (int i = 0; i < tokens.count(); i++) {
            if (tokens.starts()[i] >= 0) {
                pieces.add(text.substring(tokens.starts()[i], tokens.ends()[i]));
            }
        }
        return pieces;
    }
}
