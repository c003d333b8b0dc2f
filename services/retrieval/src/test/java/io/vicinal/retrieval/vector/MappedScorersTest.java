package io.vicinal.retrieval.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vicinal.retrieval.ShardBench;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.hnsw.FlatVectorScorerUtil;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene104.Lucene104ScalarQuantizedVectorScorer;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsReader;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.apache.lucene.util.hnsw.UpdateableRandomVectorScorer;
import org.apache.lucene.util.quantization.QuantizedByteVectorValues;
import org.apache.lucene.util.quantization.QuantizedByteVectorValues.ScalarEncoding;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scores in place are Lucene's, whatever the dimensions leave beside whole SIMD vectors. */
class MappedScorersTest {
    private static final int VECTORS = 300;

    @TempDir
    Path data;

    private static final float ROUNDING = 1e-6f;
    /** A query's components are rounded to 1 of 255 steps that are not quite Lucene's. */
    private static final float STEP = 1f / 255;

    private final Random random = new Random(8);

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 31, 64, 65, 127, 384, 1001})
    void scoresAreLucenes(int dimensions) throws IOException {
        assertThat(Simd.isOn()).as("tests run with the Vector API").isTrue();
        try (Directory directory = index(dimensions);
                DirectoryReader reader = DirectoryReader.open(directory)) {
            QuantizedByteVectorValues values = values(reader);
            float[] target = ShardBench.randomUnit(random, dimensions);
            var lucene = new Lucene104ScalarQuantizedVectorScorer(FlatVectorScorerUtil.getLucene99FlatVectorsScorer());
            same(
                    new MappedScorers().getRandomVectorScorer(VectorSimilarityFunction.DOT_PRODUCT, values, target),
                    lucene.getRandomVectorScorer(VectorSimilarityFunction.DOT_PRODUCT, values.copy(), target),
                    STEP);
            UpdateableRandomVectorScorer ours = new MappedScorers()
                    .getRandomVectorScorerSupplier(VectorSimilarityFunction.DOT_PRODUCT, values)
                    .copy()
                    .scorer();
            UpdateableRandomVectorScorer theirs = lucene.getRandomVectorScorerSupplier(
                            VectorSimilarityFunction.DOT_PRODUCT, values.copy())
                    .scorer();
            for (int node : new int[] {0, 7, VECTORS - 1}) {
                ours.setScoringOrdinal(node);
                theirs.setScoringOrdinal(node);
                same(ours, theirs, ROUNDING);
            }
        }
    }

    private void same(RandomVectorScorer ours, RandomVectorScorer theirs, float apart) throws IOException {
        for (int count : new int[] {0, 1, 3, 4, 7, 32}) {
            int[] nodes = IntStream.generate(() -> random.nextInt(VECTORS))
                    .limit(count)
                    .toArray();
            float[] scores = new float[count];
            float most = ours.bulkScore(nodes, scores, count);
            float expectedMost = Float.NEGATIVE_INFINITY;
            for (int i = 0; i < count; i++) {
                float expected = theirs.score(nodes[i]);
                expectedMost = Math.max(expectedMost, expected);
                assertThat(scores[i]).isCloseTo(expected, within(apart));
                assertThat(ours.score(nodes[i])).isEqualTo(scores[i]);
            }
            assertThat(most).isCloseTo(expectedMost, within(apart));
        }
    }

    private Directory index(int dimensions) throws IOException {
        KnnVectorsFormat format = new QuantisedVectorsFormat(ScalarEncoding.UNSIGNED_BYTE, 16, 100, 0);
        Directory directory = FSDirectory.open(data);
        try (IndexWriter writer = new IndexWriter(
                directory, new IndexWriterConfig().setUseCompoundFile(false).setCodec(new Lucene104Codec() {
                            @Override
                            public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                                return format;
                            }
                        }))) {
            for (int i = 0; i < VECTORS; i++) {
                Document document = new Document();
                document.add(new KnnFloatVectorField(
                        "v", ShardBench.randomUnit(random, dimensions), VectorSimilarityFunction.DOT_PRODUCT));
                writer.addDocument(document);
            }
        }
        return directory;
    }

    private static QuantizedByteVectorValues values(DirectoryReader reader) throws IOException {
        CodecReader segment = (CodecReader) reader.leaves().getFirst().reader();
        var field = ((PerFieldKnnVectorsFormat.FieldsReader) segment.getVectorReader()).getFieldReader("v");
        return (QuantizedByteVectorValues) ((Lucene99HnswVectorsReader) field).getQuantizedVectorValues("v");
    }
}
