package io.vicinal.retrieval.candidates;

import io.vicinal.retrieval.shard.IndexFields;
import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues.DocIndexIterator;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.TopKnnCollector;
import org.apache.lucene.search.knn.KnnSearchStrategy.Hnsw;
import org.apache.lucene.search.knn.KnnSearchStrategy.Seeded;
import org.apache.lucene.util.BitSetIterator;
import org.apache.lucene.util.SparseFixedBitSet;

/** A few of the passages nearest to a vector in a segment, whatever a filter says of them, and what it took to find them. */
final class Neighbourhood {
    private static final int SIZE = 64;

    private final LeafReaderContext leaf;
    /** Ascending. */
    private final int[] docs;

    private final long visited;

    private Neighbourhood(LeafReaderContext leaf, int[] docs, long visited) {
        this.leaf = leaf;
        this.docs = docs;
        this.visited = visited;
    }

    static Neighbourhood of(LeafReaderContext leaf, float[] vector) throws IOException {
        LeafReader reader = leaf.reader();
        TopKnnCollector nearest = new TopKnnCollector(SIZE, Integer.MAX_VALUE, Hnsw.DEFAULT);
        reader.searchNearestVectors(
                IndexFields.VECTOR, vector, nearest, AcceptDocs.fromLiveDocs(reader.getLiveDocs(), reader.maxDoc()));
        long visited = nearest.visitedCount();
        int[] docs = Arrays.stream(nearest.topDocs().scoreDocs)
                .mapToInt(hit -> hit.doc)
                .sorted()
                .toArray();
        return new Neighbourhood(leaf, docs, visited);
    }

    /** The share of it that matches. */
    double share(MatchingPassages matches) {
        return (double) Arrays.stream(docs).filter(matches::contains).count() / Math.max(1, docs.length);
    }

    /** About how many vectors an unfiltered walk visits that explores so many: some graphs take five times as many as others. */
    double visits(int explored) {
        return (double) visited * explored / SIZE;
    }

    /** A walk that begins here, after the given strategy. */
    Seeded start(Hnsw strategy) throws IOException {
        FloatVectorValues vectors = leaf.reader().getFloatVectorValues(IndexFields.VECTOR);
        SparseFixedBitSet ordinals = new SparseFixedBitSet(vectors.size());
        DocIndexIterator position = vectors.iterator();
        for (int doc : docs) {
            position.advance(doc);
            ordinals.set(position.index());
        }
        return new Seeded(new BitSetIterator(ordinals, docs.length), docs.length, strategy);
    }
}
