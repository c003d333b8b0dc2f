package io.vicinal.evaluation.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.evaluation.Fixtures;
import io.vicinal.evaluation.console.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BeirFolderTest {
    @TempDir
    Path folder;

    @BeforeEach
    void write() throws Exception {
        Fixtures.beir(folder);
    }

    @Test
    void readsDocumentsQueriesAndGradedJudgements() throws Exception {
        BeirFolder dataset = BeirFolder.open(folder);
        assertThat(dataset.documents()).extracting(BeirDocument::id).containsExactly("d1", "d2", "d3");
        assertThat(dataset.queries()).containsEntry("q2", "ice rings");
        assertThat(dataset.qrels("test")).isEqualTo(Map.of("q1", Map.of("d1", 2, "d2", 0), "q2", Map.of("d2", 1)));
    }

    @Test
    void aMissingSplitIsSaidWithThoseThatAreThere() {
        assertThatThrownBy(() -> BeirFolder.open(folder).qrels("dev"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("'dev'")
                .hasMessageContaining("[test]");
        assertThatThrownBy(() -> BeirFolder.open(folder.resolve("nowhere"))).hasMessageContaining("no folder");
        assertThatThrownBy(() -> BeirFolder.open(folder.resolve("qrels"))).hasMessageContaining("corpus.jsonl");
    }

    @Test
    void aBrokenLineIsNamed() throws Exception {
        Files.writeString(folder.resolve("queries.jsonl"), "{\"_id\": \"q1\", \"text\": \"a\"}\n{oops\n");
        assertThatThrownBy(() -> BeirFolder.open(folder).queries()).hasMessageContaining("queries.jsonl:2");
    }

    @Test
    void aRunFilesScoresFallStrictlySoThatTheOrderIsUnambiguous() throws Exception {
        Path run = folder.resolve("dense.run");
        TrecFiles.run(run, "dense", Map.of("q1", List.of("b", "a b", "c")));
        assertThat(run).hasContent("q1 Q0 b 1 3 dense\nq1 Q0 a_b 2 2 dense\nq1 Q0 c 3 1 dense\n");
    }
}
