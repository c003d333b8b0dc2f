package io.vicinal.standalone.bench;

import io.vicinal.contracts.collection.FieldType;
import io.vicinal.contracts.embedding.EmbeddedDocument;
import io.vicinal.contracts.embedding.EmbeddedDocument.EmbeddedPassage;
import io.vicinal.contracts.filter.Filter;
import io.vicinal.contracts.filter.Filter.Range;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Documents of one to three passages with fields to filter by: {@code random}, and for each of a few anchors the document's
 * rank by its cosine with it, the nearest first. All fields run from 0 to {@link #SCALE}, so that a range is a selectivity.
 */
final class FilteredCorpus {
    static final int SCALE = 1_000_000;
    static final int ANCHORS = 5;
    private static final String RANDOM = "random";
    private static final int MOST_PASSAGES = 3;

    /** How a filter's matches lie to the query's vector. */
    enum Correlation {
        INDEPENDENT("independent"),
        NEAR("near the query"),
        FAR("far from it"),
        WINDOW("a window around it");

        final String words;

        Correlation(String words) {
            this.words = words;
        }
    }

    /** @param passages {@code [passages × dimensions]} */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Doc(String id, float[][] passages, Map<String, Object> fields) {

        EmbeddedDocument embedded() {
            String text = "x".repeat(passages.length);
            return new EmbeddedDocument(
                    id,
                    null,
                    text,
                    fields,
                    IntStream.range(0, passages.length)
                            .mapToObj(i -> new EmbeddedPassage(i, i + 1, passages[i]))
                            .toList());
        }
    }

    /** @param rank where the vector would stand by its cosine with the anchor after its own */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Query(float[] vector, int anchor, int rank) {

        /** The values of {@link #field} that a share of the documents has, from and to. */
        int[] bounds(Correlation correlation, double share) {
            int width = (int) Math.round(share * SCALE);
            return switch (correlation) {
                case INDEPENDENT, NEAR -> new int[] {0, width};
                case FAR -> new int[] {SCALE - width, SCALE};
                case WINDOW -> {
                    int from = Math.clamp(rank - width / 2, 0, SCALE - width);
                    yield new int[] {from, from + width};
                }
            };
        }

        String field(Correlation correlation) {
            return switch (correlation) {
                case INDEPENDENT -> RANDOM;
                case NEAR, FAR -> rankField(anchor);
                case WINDOW -> rankField((anchor + 1) % ANCHORS);
            };
        }

        /** The same as {@link #filter}, said without an index. */
        boolean admits(Doc document, Correlation correlation, double share) {
            int[] bounds = bounds(correlation, share);
            int value = (int) Objects.requireNonNull(document.fields().get(field(correlation)));
            return value >= bounds[0] && value < bounds[1];
        }

        Filter filter(Correlation correlation, double share) {
            int[] bounds = bounds(correlation, share);
            return Filter.range(Map.of(field(correlation), new Range(null, bounds[0], bounds[1], null)));
        }
    }

    final List<Doc> documents = new ArrayList<>();
    final List<Query> queries = new ArrayList<>();

    FilteredCorpus(ClusteredVectors vectors, int passages, int queryCount, long seed) {
        Random random = new Random(seed);
        List<float[][]> all = new ArrayList<>();
        for (int left = passages; left > 0; ) {
            float[][] document = new float[Math.min(left, 1 + random.nextInt(MOST_PASSAGES))][];
            document[0] = vectors.near(random.nextInt(vectors.clusters()), random);
            for (int i = 1; i < document.length; i++) {
                document[i] = vectors.beside(document[0], random);
            }
            all.add(document);
            left -= document.length;
        }
        double[][] cosines = new double[ANCHORS][];
        for (int anchor = 0; anchor < ANCHORS; anchor++) {
            float[] centre = vectors.centre(anchor);
            cosines[anchor] = all.stream()
                    .mapToDouble(document -> -ClusteredVectors.cosine(centre, document[0]))
                    .toArray();
        }
        double[][] sorted = Arrays.stream(cosines)
                .map(values -> Arrays.stream(values).sorted().toArray())
                .toArray(double[][]::new);
        for (int i = 0; i < all.size(); i++) {
            Map<String, Object> fields = new HashMap<>();
            fields.put(RANDOM, random.nextInt(SCALE));
            for (int anchor = 0; anchor < ANCHORS; anchor++) {
                fields.put(rankField(anchor), rank(cosines[anchor][i], sorted[anchor]));
            }
            documents.add(new Doc(Integer.toString(i), all.get(i), fields));
        }
        for (int i = 0; i < queryCount; i++) {
            int anchor = i % ANCHORS;
            int other = (anchor + 1) % ANCHORS;
            float[] vector = vectors.near(anchor, random);
            double cosine = -ClusteredVectors.cosine(vectors.centre(other), vector);
            queries.add(new Query(vector, anchor, rank(cosine, sorted[other])));
        }
    }

    /** A document's place among all. */
    static int number(String documentId) {
        return Integer.parseInt(documentId);
    }

    static Map<String, FieldType> fields() {
        Map<String, FieldType> fields = new HashMap<>();
        fields.put(RANDOM, FieldType.LONG);
        for (int anchor = 0; anchor < ANCHORS; anchor++) {
            fields.put(rankField(anchor), FieldType.LONG);
        }
        return fields;
    }

    private static String rankField(int anchor) {
        return "rank_" + anchor;
    }

    private static int rank(double value, double[] sorted) {
        int place = Arrays.binarySearch(sorted, value);
        return (int) ((long) (place < 0 ? -place - 1 : place) * SCALE / sorted.length);
    }
}
