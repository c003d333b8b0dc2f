package io.vicinal.evaluation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A test collection of three documents, one empty one, and two judged queries. */
public final class Fixtures {
    public static void beir(Path folder) throws IOException {
        Files.writeString(folder.resolve("corpus.jsonl"), """
                {"_id": "d1", "title": "Mars", "text": "The rover landed on Mars.", "metadata": {}}
                {"_id": "empty", "title": "", "text": "", "metadata": {}}
                {"_id": "d2", "title": "", "text": "Saturn has rings of ice.", "metadata": {"url": "x"}}
                {"_id": "d3", "title": "Bread", "text": "Knead the dough and let it rise."}
                """);
        Files.writeString(folder.resolve("queries.jsonl"), """
                {"_id": "q1", "text": "rover on mars", "metadata": {}}
                {"_id": "q2", "text": "ice rings"}
                {"_id": "q3", "text": "nobody judged this"}
                """);
        Files.createDirectories(folder.resolve("qrels"));
        Files.writeString(
                folder.resolve("qrels/test.tsv"), "query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\td2\t0\nq2\td2\t1\n");
    }

    private Fixtures() {}
}
