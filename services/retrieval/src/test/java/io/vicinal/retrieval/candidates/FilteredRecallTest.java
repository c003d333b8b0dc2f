package io.vicinal.retrieval.candidates;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.contracts.collection.FieldType;
import io.vicinal.contracts.filter.Filter;
import io.vicinal.contracts.filter.Filter.Range;
import io.vicinal.contracts.search.GroupBy;
import io.vicinal.retrieval.ShardBench;
import io.vicinal.retrieval.candidates.FilteredSegment.Way;
import io.vicinal.retrieval.filter.DeclaredField;
import io.vicinal.retrieval.filter.FilterQuery;
import io.vicinal.retrieval.shard.IndexFields;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene104.Lucene104HnswScalarQuantizedVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.LRUQueryCache;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.VectorUtil;
import org.apache.lucene.util.quantization.QuantizedByteVectorValues.ScalarEncoding;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Recall@10 of the default format under filters, in a segment with a graph and one that is scanned, with deletions: filters
 * of a random number, and of a rank by the cosine with a cluster's centre, whose vectors are searched for.
 */
class FilteredRecallTest {
    private static final int DIMENSIONS = 16;
    private static final int CLUSTERS = 60;
    private static final int SMALL = 5_000;
    private static final int VECTORS = 75_000; // even: documents have two
    private static final int SCALE = 1_000_000;
    private static final int QUERIES = 16;
    private static final int EXPLORED = 150;
    private static final int FEW_EXPLORED = 60;
    private static final double TARGET = 0.97;
    private static final Map<String, FieldType> FIELDS = Map.of("random", FieldType.LONG, "rank", FieldType.LONG);

    @TempDir
    static Path folder;

    /** Of passages; two in a row are a document, and have its fields. */
    private static final float[][] VECTOR = new float[VECTORS][];

    private static final int[] RANDOM = new int[VECTORS];
    private static final int[] RANK = new int[VECTORS];
    private static final float[][] QUERY = new float[QUERIES][];
    /** All live passages, the nearest to a query first. */
    private static final int[][] NEAREST = new int[QUERIES][];

    private static int queryRank;
    private static Directory directory;
    private static DirectoryReader reader;
    private static IndexSearcher searcher;

    @BeforeAll
    static void index() throws IOException {
        Random random = new Random(11);
        float[][] centres = new float[CLUSTERS][];
        for (int i = 0; i < CLUSTERS; i++) {
            centres[i] = ShardBench.randomUnit(random, DIMENSIONS);
        }
        for (int i = 0; i < VECTORS; i++) {
            VECTOR[i] = near(centres[(i / 2) % CLUSTERS], random);
        }
        double[] far = Arrays.stream(VECTOR)
                .mapToDouble(vector -> -VectorUtil.dotProduct(vector, centres[0]))
                .toArray();
        double[] sorted = far.clone();
        Arrays.sort(sorted);
        for (int i = 0; i < VECTORS; i++) {
            int first = i & ~1;
            RANK[i] = (int) ((long) Arrays.binarySearch(sorted, far[first]) * SCALE / VECTORS);
            RANDOM[i] = i == first ? random.nextInt(SCALE) : RANDOM[first];
        }
        for (int i = 0; i < QUERIES; i++) {
            QUERY[i] = near(centres[0], random);
            NEAREST[i] = nearest(QUERY[i]);
        }
        queryRank = SCALE / CLUSTERS / 2;
        write();
    }

    private static void write() throws IOException {
        KnnVectorsFormat format =
                new Lucene104HnswScalarQuantizedVectorsFormat(ScalarEncoding.UNSIGNED_BYTE, 16, 60, 1, null, 1000);
        directory = new MMapDirectory(folder);
        IndexWriterConfig config = new IndexWriterConfig()
                .setRAMBufferSizeMB(256)
                .setMergePolicy(NoMergePolicy.INSTANCE)
                .setCodec(new Lucene104Codec() {
                    @Override
                    public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                        return format;
                    }
                });
        try (IndexWriter writer = new IndexWriter(directory, config)) {
            for (int i = 0; i < VECTORS; i += 2) {
                writer.addDocuments(block(i));
                if (i == SMALL) {
                    writer.flush();
                }
            }
            for (int i = 0; i < VECTORS; i += 2) {
                if (deleted(i)) {
                    writer.deleteDocuments(new Term(IndexFields.ID, Integer.toString(i)));
                }
            }
            writer.commit();
        }
        reader = DirectoryReader.open(directory);
        assertThat(reader.leaves()).hasSize(2);
        searcher = new IndexSearcher(reader);
    }

    private static List<Document> block(int first) {
        List<Document> block = new ArrayList<>();
        for (int i = first; i < first + 3; i++) {
            Document member = new Document();
            member.add(new StringField(IndexFields.ID, Integer.toString(first), Store.NO));
            DeclaredField.index(Map.of("random", RANDOM[first], "rank", RANK[first]), FIELDS, member);
            if (i < first + 2) {
                member.add(
                        new KnnFloatVectorField(IndexFields.VECTOR, VECTOR[i], VectorSimilarityFunction.DOT_PRODUCT));
            } else {
                member.add(new StringField("_kind", "document", Store.NO));
            }
            block.add(member);
        }
        return block;
    }

    @AfterAll
    static void close() throws IOException {
        reader.close();
        directory.close();
    }

    @Test
    void filtersCostNoRecallWhereverTheirMatchesLie() throws IOException {
        Set<Way> ways = EnumSet.noneOf(Way.class);
        for (double share : new double[] {0.5, 0.1, 0.01, 0.001}) {
            int width = (int) (share * SCALE);
            int from = Math.clamp(queryRank - width / 2, 0, SCALE - width);
            ways.addAll(holds("independent " + share, "random", 0, width, EXPLORED));
            ways.addAll(holds("near " + share, "rank", 0, width, EXPLORED));
            ways.addAll(holds("far " + share, "rank", SCALE - width, SCALE, EXPLORED));
            ways.addAll(holds("window " + share, "rank", from, from + width, EXPLORED));
            // what is nearest is left out: the graph leads into a hole
            ways.addAll(
                    holds("around a hole " + share, "rank", SCALE / 20, SCALE / 20 + (int) (width * 0.95), EXPLORED));
        }
        assertThat(ways).contains(Way.SCAN, Way.WALK);
    }

    /** Where little is explored, a walk over matches is the cheapest already in a segment as small as this. */
    @Test
    void aWalkOverMatchesAloneCostsNoRecall() throws IOException {
        assertThat(holds("independent", "random", 0, SCALE / 4, FEW_EXPLORED)).contains(Way.WALK_OF_MATCHES);
    }

    @Test
    void aFilterThatNothingPassesFindsNothing() throws IOException {
        FilterMatches none = new FilterMatches(searcher, range("rank", SCALE, SCALE + 1));
        assertThat(DenseSearch.nearest(searcher, QUERY[0], 10, GroupBy.PASSAGE, none, EXPLORED, EXPLORED))
                .isEmpty();
        assertThat(DenseSearch.nearest(searcher, QUERY[0], 10, GroupBy.DOCUMENT, none, EXPLORED, EXPLORED))
                .isEmpty();
    }

    /** Each query has a searcher of its own; Lucene's cache is the process's and goes by segment. */
    @Test
    void aFilterThatComesAgainIsNotEvaluatedAgain() throws IOException {
        LRUQueryCache cache = (LRUQueryCache) IndexSearcher.getDefaultQueryCache();
        Query filter = range("random", 0, SCALE / 3);
        long hits = cache.getHitCount();
        for (int i = 0; i < 20; i++) {
            IndexSearcher ofOneQuery = new GlobalStatisticsSearcher(searcher, null);
            FilterMatches matches = new FilterMatches(ofOneQuery, filter);
            DenseSearch.nearest(ofOneQuery, QUERY[0], 10, GroupBy.PASSAGE, matches, EXPLORED, EXPLORED);
        }
        assertThat(cache.getHitCount() - hits).isGreaterThanOrEqualTo(10);
    }

    /** By documents, by passages, and by a field, which are passages too. */
    private static Set<Way> holds(String as, String field, int from, int to, int explored) throws IOException {
        Query filter = range(field, from, to);
        Set<Way> ways = EnumSet.noneOf(Way.class);
        for (GroupBy groupBy : List.of(GroupBy.DOCUMENT, GroupBy.PASSAGE, GroupBy.of("topic"))) {
            double found = 0;
            for (int q = 0; q < QUERIES; q++) {
                Set<Integer> exact = exact(q, field, from, to, groupBy);
                FilteredSearch search =
                        new FilteredSearch(searcher, QUERY[q], groupBy, new FilterMatches(searcher, filter), explored);
                List<Integer> hits = new ArrayList<>();
                for (ScoreDoc hit : searcher.search(search, explored).scoreDocs) {
                    int document = hit.doc / 3;
                    hits.add(groupBy.equals(GroupBy.DOCUMENT) ? document : document * 2 + hit.doc % 3);
                }
                assertThat(hits).as(as).doesNotHaveDuplicates();
                found += exact.isEmpty()
                        ? 1
                        : (double) exact.stream().filter(hits::contains).count() / exact.size();
                search.ways().forEach(ways::add);
            }
            assertThat(found / QUERIES).as(as + " by " + groupBy.by()).isGreaterThanOrEqualTo(TARGET);
        }
        return ways;
    }

    private static Query range(String field, int from, int to) {
        return FilterQuery.of(Filter.range(Map.of(field, new Range(null, from, to, null))), FIELDS);
    }

    /** The ten nearest passages, or documents by number. */
    private static Set<Integer> exact(int query, String field, int from, int to, GroupBy groupBy) {
        int[] values = field.equals("rank") ? RANK : RANDOM;
        return Arrays.stream(NEAREST[query])
                .filter(i -> values[i] >= from && values[i] < to)
                .map(i -> groupBy.equals(GroupBy.DOCUMENT) ? i / 2 : i)
                .distinct()
                .limit(10)
                .boxed()
                .collect(Collectors.toSet());
    }

    private static int[] nearest(float[] query) {
        return IntStream.range(0, VECTORS)
                .filter(i -> !deleted(i & ~1))
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -VectorUtil.dotProduct(query, VECTOR[i])))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static boolean deleted(int document) {
        return document % 22 == 0;
    }

    private static float[] near(float[] centre, Random random) {
        float[] vector = centre.clone();
        for (int i = 0; i < DIMENSIONS; i++) {
            vector[i] += (float) (0.9 * random.nextGaussian() / Math.sqrt(DIMENSIONS));
        }
        return ShardBench.unit(vector);
    }
}
