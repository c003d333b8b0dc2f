package io.vicinal.retrieval.candidates;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.json.Json;
import io.vicinal.contracts.search.Fuzziness;
import io.vicinal.contracts.search.RetrievalApi.StoredPassage;
import io.vicinal.retrieval.TextShard;
import io.vicinal.retrieval.highlight.Highlighter;
import io.vicinal.retrieval.lexical.AnalysedQuery;
import io.vicinal.retrieval.lexical.LexicalField;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import tools.jackson.databind.JsonNode;

/**
 * What title weight, positions, fuzziness and highlights bring and cost. A program, not a test: its arguments are a BEIR
 * folder with judgements of a {@code train} split, and a folder for its indexes.
 */
final class LexicalBench {
    private static final int ROUNDS = 6;
    private static final int WARM = 2;
    private static final int TOP = 100;

    private record Text(String id, String title, String text) {}

    private final List<Text> texts = new ArrayList<>();
    private final Map<String, String> queries = new HashMap<>();
    private final Map<String, Map<String, Integer>> judged = new LinkedHashMap<>();
    private final Path indexes;

    private LexicalBench(Path data, Path indexes) throws IOException {
        this.indexes = indexes;
        for (String line : Files.readAllLines(data.resolve("corpus.jsonl"))) {
            JsonNode json = Json.mapper().readTree(line);
            texts.add(new Text(
                    json.get("_id").asString(),
                    json.get("title").asString(),
                    json.get("text").asString()));
        }
        for (String line : Files.readAllLines(data.resolve("queries.jsonl"))) {
            JsonNode json = Json.mapper().readTree(line);
            // without quotes: an index without positions has no phrases
            queries.put(json.get("_id").asString(), json.get("text").asString().replace('"', ' '));
        }
        Files.readAllLines(data.resolve("qrels/train.tsv")).stream().skip(1).forEach(line -> {
            String[] columns = line.split("\t");
            judged.computeIfAbsent(columns[0], _ -> new HashMap<>()).put(columns[1], Integer.parseInt(columns[2]));
        });
    }

    public static void main(String[] arguments) throws IOException {
        LexicalBench bench = new LexicalBench(Path.of(arguments[0]), Path.of(arguments[1]));
        for (int weight : new int[] {2, 3, 5}) {
            bench.measure("title weight " + weight, weight, null, Fuzziness.EXACT);
        }
        bench.measure("frequencies", 1, IndexOptions.DOCS_AND_FREQS, Fuzziness.EXACT);
        bench.measure("offsets", 1, IndexOptions.DOCS_AND_FREQS_AND_POSITIONS_AND_OFFSETS, Fuzziness.EXACT);
        for (Fuzziness fuzziness : Fuzziness.values()) {
            bench.measure("positions, fuzziness " + fuzziness, 1, null, fuzziness);
        }
    }

    private void measure(String name, int weight, IndexOptions options, Fuzziness fuzziness) throws IOException {
        Collection collection = TextShard.collection("en", weight);
        Path folder = Files.createTempDirectory(indexes, "index");
        try (Directory directory = FSDirectory.open(folder)) {
            long bytes = index(directory, collection, options);
            try (DirectoryReader reader = DirectoryReader.open(directory)) {
                IndexSearcher searcher = new IndexSearcher(reader);
                searcher.setSimilarity(LexicalField.similarity());
                searcher.setQueryCache(null);
                run(name, bytes, collection, searcher, fuzziness);
            }
            for (String file : directory.listAll()) {
                directory.deleteFile(file);
            }
        }
        Files.delete(folder);
    }

    /** @return the bytes of the field */
    private long index(Directory directory, Collection collection, IndexOptions options) throws IOException {
        IndexWriterConfig config = new IndexWriterConfig(LexicalField.analyzer(collection))
                .setSimilarity(LexicalField.similarity())
                .setUseCompoundFile(false);
        try (IndexWriter writer = new IndexWriter(directory, config)) {
            for (Text text : texts) {
                Document passage = new Document();
                LexicalField.add(text.title(), text.text(), collection.titleWeight(), passage);
                writer.addDocument(options == null ? passage : as(options, passage));
            }
            writer.forceMerge(1);
        }
        long bytes = 0;
        for (String file : directory.listAll()) {
            bytes += file.matches(".*\\.(doc|pos|pay|tim|tip|tmd|psm|nvd|nvm)") ? directory.fileLength(file) : 0;
        }
        return bytes;
    }

    private static Document as(IndexOptions options, Document passage) {
        FieldType type = new FieldType();
        type.setTokenized(true);
        type.setIndexOptions(options);
        Document other = new Document();
        for (IndexableField field : passage) {
            other.add(new Field(field.name(), field.stringValue(), type));
        }
        return other;
    }

    private void run(String name, long bytes, Collection collection, IndexSearcher searcher, Fuzziness fuzziness)
            throws IOException {
        List<Double> micros = new ArrayList<>();
        double gain = 0;
        long highlighting = 0;
        int highlighted = 0;
        for (int round = 0; round < ROUNDS; round++) {
            gain = 0;
            for (Map.Entry<String, Map<String, Integer>> relevant : judged.entrySet()) {
                long began = System.nanoTime();
                AnalysedQuery query = AnalysedQuery.of(queries.get(relevant.getKey()), fuzziness, collection);
                ScoreDoc[] hits = searcher.search(new LexicalQuery(query, searcher, null).query(), TOP).scoreDocs;
                if (round >= WARM) {
                    micros.add((System.nanoTime() - began) / 1e3);
                }
                gain += ndcg(hits, relevant.getValue());
                if (round == ROUNDS - 1) {
                    long at = System.nanoTime();
                    Highlighter highlighter = new Highlighter(query, LexicalField.analyzer(collection), searcher);
                    for (int i = 0; i < Math.min(10, hits.length); i++, highlighted++) {
                        Text text = texts.get(hits[i].doc);
                        highlighter.highlighted(new StoredPassage(
                                text.id(), 0, text.title(), text.text(), 0, 0, Map.of(), null, null, null));
                    }
                    highlighting += System.nanoTime() - at;
                }
            }
        }
        micros.sort(null);
        System.out.printf(
                "%-28s nDCG@10 %.4f, %,d bytes, p50 %.0f us, p95 %.0f us, highlights %.0f us a hit%n",
                name,
                gain / judged.size(),
                bytes,
                micros.get(micros.size() / 2),
                micros.get(micros.size() * 95 / 100),
                highlighting / 1e3 / highlighted);
    }

    private double ndcg(ScoreDoc[] hits, Map<String, Integer> relevant) {
        double gain = 0;
        for (int i = 0; i < Math.min(10, hits.length); i++) {
            gain += relevant.getOrDefault(texts.get(hits[i].doc).id(), 0) / (Math.log(i + 2) / Math.log(2));
        }
        double ideal = 0;
        for (int i = 0; i < Math.min(10, relevant.size()); i++) {
            ideal += 1 / (Math.log(i + 2) / Math.log(2));
        }
        return gain / ideal;
    }
}
