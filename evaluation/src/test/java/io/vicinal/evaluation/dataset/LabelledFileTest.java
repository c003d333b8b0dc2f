package io.vicinal.evaluation.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.evaluation.console.UserError;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelledFileTest {
    @TempDir
    Path folder;

    private LabelledFile file(String name, String content) throws Exception {
        return new LabelledFile(Files.writeString(folder.resolve(name), content), "text", null);
    }

    @Test
    void readsCsvAsSpreadsheetsWriteIt() throws Exception {
        String content = "\uFEFF,text,category\r\n0,\"a, \"\"b\"\"\nc\",x\r\n\r\n1,ä,y\r\n";
        assertThat(file("a.csv", content).read())
                .containsExactly(new LabelledText("a, \"b\"\nc", "x"), new LabelledText("ä", "y"));
    }

    @Test
    void readsJsonLinesWhoseLabelMayBeANumberOrATruthValue() throws Exception {
        assertThat(file("a.jsonl", """
                        {"text": "a", "label": 3, "metadata": {}}

                        {"text": "b", "label": true}
                        """).read())
                .containsExactly(new LabelledText("a", "3"), new LabelledText("b", "true"));
    }

    @Test
    void strangersComeFromLinesOrFromAColumn() throws Exception {
        assertThat(LabelledFile.texts(Files.writeString(folder.resolve("a.txt"), "a, b\n\n c\n"), "text"))
                .containsExactly("a, b", " c");
        assertThat(LabelledFile.texts(
                        Files.writeString(folder.resolve("a.jsonl"), "{\"_id\": \"1\", \"text\": \"a\"}"), "text"))
                .containsExactly("a");
    }

    @Test
    void aDocumentHasItsLabelInAField() {
        assertThat(new String(new LabelledText("a", "x").json("7", "label"), StandardCharsets.UTF_8))
                .isEqualTo("{\"id\":\"7\",\"text\":\"a\",\"fields\":{\"label\":\"x\"}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a.csv | text,label\\na,x\\nb | row 2: 1 values where the header names 2 columns",
                "a.csv | text,label\\na,x\\n\"b,y | is no CSV that can be read",
                "a.csv | text,text\\na,x | the header cannot be used",
                "a.csv | text,label | has no row",
                "a.csv | text,label\\n ,x | row 1: 'text' is blank",
                "a.csv | text,intent\\na,x | name that of the labels with --label-column",
                "a.csv | body,label\\na,x | --text-column names another column",
                "a.jsonl | {\"text\": \"a\", \"label\": \"x\"}\\n{oops | a.jsonl:2: not a line of JSON",
                "a.jsonl | [1] | a.jsonl:1: not an object",
                "a.jsonl | {\"text\": \"a\", \"label\": \"x\"}\\n{\"text\": \"a\", \"label\": [\"x\"]} | a.jsonl:2: there is no single value in 'label'",
                "a.xlsx | a | neither CSV"
            })
    void whatIsWrongIsSaidWithItsPlace(String name, String content, String sentence) throws Exception {
        LabelledFile file = file(name, content.replace("\\n", "\n"));
        assertThatThrownBy(file::read).isInstanceOf(UserError.class).hasMessageContaining(sentence);
    }

    @Test
    void whatIsNotUtf8IsSaid() throws Exception {
        for (String name : List.of("a.csv", "a.jsonl")) {
            Path file =
                    Files.write(folder.resolve(name), "text,label\n\u00e4,x\n".getBytes(StandardCharsets.ISO_8859_1));
            assertThatThrownBy(() -> new LabelledFile(file, "text", null).read())
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("is not UTF-8");
        }
        assertThatThrownBy(() -> new LabelledFile(folder.resolve("no.csv"), "text", null).read())
                .hasMessageContaining("There is no file");
    }
}
