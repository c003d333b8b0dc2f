package io.vicinal.retrieval.lateinteraction;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordPiecesTest {
    @TempDir
    Path folder;

    @Test
    void countsFollowReplacementsAndDeletionsOnceTheirSegmentsAreMerged() throws IOException {
        try (Directory directory = FSDirectory.open(folder);
                IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
            for (int i = 0; i < 10; i++) {
                put("d" + i, writer, 1, 100 + i, Integer.MAX_VALUE);
            }
            put("without", writer);
            assertCounts(writer, 10, Map.of(1, 10L, 105, 1L, Integer.MAX_VALUE, 10L, 300, 0L));
            put("d5", writer, 1, 300);
            writer.deleteDocuments(new Term("id", "d6"));
            writer.forceMerge(1);
            assertCounts(writer, 9, Map.of(1, 9L, 105, 0L, 106, 0L, 300, 1L, 109, 1L));
        }
    }

    private static void put(String id, IndexWriter writer, int... pieces) throws IOException {
        Document document = new Document();
        document.add(new StringField("id", id, Store.NO));
        if (pieces.length > 0) {
            document.add(WordPieces.field(pieces, 0));
        }
        writer.updateDocument(new Term("id", id), document);
    }

    private static void assertCounts(IndexWriter writer, long passages, Map<Integer, Long> counts) throws IOException {
        try (DirectoryReader reader = DirectoryReader.open(writer)) {
            assertThat(WordPieces.passages(reader)).isEqualTo(passages);
            int[] pieces = counts.keySet().stream().mapToInt(Integer::intValue).toArray();
            assertThat(WordPieces.frequency(pieces, reader)).isEqualTo(counts);
        }
    }
}
