package io.vicinal.onnx.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.onnx.model.Expansion;
import io.vicinal.onnx.model.Graph;
import io.vicinal.onnx.model.Head;
import io.vicinal.onnx.model.ModelException;
import io.vicinal.onnx.model.ModelFiles;
import io.vicinal.onnx.model.ModelProfile;
import io.vicinal.onnx.session.RunText;
import io.vicinal.onnx.tokenize.TextTokenizer;
import io.vicinal.testkit.model.TinyModels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ids: [CLS] 2, [SEP] 3, [MASK] 4, [Q] 5, [D] 6, "." 7, red 9, green 10. */
class TokenSelectionTest {
    @TempDir
    Path folder;

    private byte[] tokenizer;

    @BeforeEach
    void tinyTokenizer() {
        tokenizer = ModelFiles.find(TinyModels.dense(folder).toString()).tokenizer();
    }

    @Test
    void fillsAQueryUpToItsLengthAndLetsItsOwnTokensAttendToThemselvesOnly() {
        RunText query = text(Expansion.UNATTENDED, "[Q] red.");
        assertThat(query.ids()).containsExactly(2, 5, 9, 7, 3, 4, 4, 4);
        assertThat(query.attended()).isEqualTo(5);
        assertThat(text(Expansion.ATTENDED, "[Q] red.").attended()).isEqualTo(8);
    }

    @Test
    void leavesLongQueriesDocumentsAndTextsWithoutAMarkerAsTheyAre() {
        assertThat(text(Expansion.UNATTENDED, "[Q] " + "red ".repeat(9)).tokens())
                .isEqualTo(12);
        assertThat(text(Expansion.UNATTENDED, "[D] red.").tokens()).isEqualTo(5);
        assertThat(text(Expansion.UNATTENDED, "red").tokens()).isEqualTo(3);
        assertThat(text(Expansion.NONE, "[Q] red").tokens()).isEqualTo(4);
    }

    @Test
    void comparesPunctuationInQueriesOnlyAndFramesOnlyWhereAsked() {
        assertThat(positions(Expansion.NONE, false, "[Q] red.")).containsExactly(2, 3);
        assertThat(positions(Expansion.NONE, false, "[D] red. green")).containsExactly(2, 4);
        assertThat(positions(Expansion.NONE, false, "red.")).containsExactly(1);
        assertThat(positions(Expansion.NONE, true, "[D] red. green")).containsExactly(0, 1, 2, 4, 5);
        assertThat(positions(Expansion.UNATTENDED, false, "[Q] red")).containsExactly(2, 4, 5, 6, 7);
        assertThat(positions(Expansion.NONE, false, "")).isEmpty();
    }

    @Test
    void refusesToFillUpWithoutAMaskToken() {
        byte[] without = new String(tokenizer, StandardCharsets.UTF_8)
                .replace("[MASK]", "[MUSK]")
                .getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> selection(without, Expansion.ATTENDED, false))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("one of the tokens [[MASK], <mask>]");
    }

    private RunText text(Expansion expansion, String text) {
        return selection(tokenizer, expansion, false).text(ids(text));
    }

    private int[] positions(Expansion expansion, boolean specialTokens, String text) {
        return selection(tokenizer, expansion, specialTokens).positions(ids(text));
    }

    private long[] ids(String text) {
        try (TextTokenizer open = TextTokenizer.open(model(tokenizer, Expansion.NONE, false))) {
            return open.encode(text).ids();
        }
    }

    private static TokenSelection selection(byte[] tokenizer, Expansion expansion, boolean specialTokens) {
        ModelFiles model = model(tokenizer, expansion, specialTokens);
        try (TextTokenizer open = TextTokenizer.open(model)) {
            return new TokenSelection(model.profile(), open);
        }
    }

    private static ModelFiles model(byte[] tokenizer, Expansion expansion, boolean specialTokens) {
        Head head = new Head.LateInteraction(
                "[Q] ", "[D] ", expansion, 8, specialTokens, List.of(".", "not a token"), List.of());
        return new ModelFiles(
                "tiny",
                new Graph.InMemory(new byte[0]),
                tokenizer,
                new ModelProfile(head, 64, Map.of(), null, null, false));
    }
}
