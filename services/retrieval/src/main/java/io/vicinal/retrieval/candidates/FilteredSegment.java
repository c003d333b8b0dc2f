package io.vicinal.retrieval.candidates;

import io.vicinal.retrieval.shard.IndexFields;
import java.io.IOException;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocAndFloatFeatureBuffer;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopDocsCollector;
import org.apache.lucene.search.TotalHits;
import org.apache.lucene.search.VectorScorer;
import org.apache.lucene.search.knn.KnnCollectorManager;
import org.apache.lucene.search.knn.KnnSearchStrategy;
import org.apache.lucene.search.knn.KnnSearchStrategy.Hnsw;
import org.jspecify.annotations.Nullable;

/**
 * The passages nearest to a vector in one segment under a filter, in the cheapest of three ways that keeps its recall:
 *
 * <ul>
 *   <li>a scan of the matches, which misses none;
 *   <li>a walk through the graph as ever, where what does not match leads on and is not collected;
 *   <li>a walk over matches alone, with the neighbours of neighbours for edges (ACORN: Patel et al., SIGMOD 2024).
 * </ul>
 *
 * Few matches are scanned at once. Else the vector's {@link Neighbourhood} tells what a walk would cost and whether it would
 * arrive: the filter's selectivity as a whole says nothing of that where filter and vectors are correlated. A walk that has
 * cost as much as a scan is given up for one. All ways read quantised vectors; the exact cosine orders what they find.
 */
final class FilteredSegment {

    /** How a segment was searched; at last, where one way was given up for another. */
    enum Way {
        SCAN,
        WALK,
        WALK_OF_MATCHES
    }

    /** Matches that are always scanned: about as many as a segment has that is too small for a graph. */
    private static final int ALWAYS_SCANNED = 10_000;

    /** Vectors that are scanned in a row in the time of one that a walk visits. */
    private static final int SCANNED_A_VISIT = 5;

    /** ACORN loses recall below this share of matches: too few of a node's neighbours' neighbours are left. */
    private static final double LEAST_FOR_ACORN = 0.1;

    /** ACORN misses some of what a walk through the whole graph finds, and is made up for by exploring more. */
    private static final int ACORN_EXPLORES = 2;

    /** Visits of a walk over matches for one of an unfiltered walk that explores as much. */
    private static final double ACORN_VISITS = 1.5;

    private final LeafReaderContext leaf;
    private final float[] vector;
    private final MatchingPassages matches;
    private final int explored;
    private final FilteredSearch.Collectors collectors;
    /** What a second round would find again. */
    private @Nullable TopDocs complete;

    private Way way = Way.SCAN;

    /** @param collectors of passages or of documents, of so many as are wanted */
    FilteredSegment(
            LeafReaderContext leaf,
            float[] vector,
            MatchingPassages matches,
            int explored,
            FilteredSearch.Collectors collectors) {
        this.leaf = leaf;
        this.vector = vector;
        this.matches = matches;
        this.explored = explored;
        this.collectors = collectors;
    }

    Way way() {
        return way;
    }

    /**
     * @param limited collects a segment's share of the nearest, and when called again all of them, beginning where the first
     *     walk ended
     * @return passages by their numbers in the index, the nearest first
     */
    TopDocs nearest(KnnCollectorManager limited) throws IOException {
        if (complete != null) {
            return complete;
        }
        TopDocs found = way == Way.WALK ? walk(limited, Hnsw.DEFAULT) : first(limited);
        if (found == null) {
            way = Way.SCAN;
            found = complete = scan();
        }
        return found;
    }

    /** @return null where a scan is better */
    private @Nullable TopDocs first(KnnCollectorManager limited) throws IOException {
        if (matches.cost() <= ALWAYS_SCANNED) {
            return null;
        }
        Neighbourhood near = Neighbourhood.of(leaf, vector);
        double share = near.share(matches);
        int wanted = limited.newCollector(Integer.MAX_VALUE, Hnsw.DEFAULT, leaf).k();
        double scan = (double) matches.cost() / SCANNED_A_VISIT;
        double walk = near.visits(wanted) / share;
        double acorn = share < LEAST_FOR_ACORN
                ? Double.POSITIVE_INFINITY
                : near.visits(explored * ACORN_EXPLORES) * ACORN_VISITS;
        if (scan <= Math.min(walk, acorn)) {
            return null;
        }
        if (walk <= acorn) {
            way = Way.WALK;
            return walk(limited, near.start(Hnsw.DEFAULT));
        }
        way = Way.WALK_OF_MATCHES;
        complete = walk(collectors.of(explored * ACORN_EXPLORES), near.start(new Hnsw(100)));
        return complete;
    }

    /** @return null where it was given up, or came to an end before it had found enough */
    private @Nullable TopDocs walk(KnnCollectorManager collectors, KnnSearchStrategy strategy) throws IOException {
        KnnCollector nearest = collectors.newCollector(matches.cost() / SCANNED_A_VISIT, strategy, leaf);
        leaf.reader().searchNearestVectors(IndexFields.VECTOR, vector, nearest, matches);
        TopDocs found = nearest.topDocs();
        return found.totalHits.relation() == TotalHits.Relation.EQUAL_TO && found.scoreDocs.length >= nearest.k()
                ? inIndex(found)
                : null;
    }

    private TopDocs scan() throws IOException {
        if (matches.cost() == 0) {
            return TopDocsCollector.EMPTY_TOPDOCS;
        }
        KnnCollector nearest = collectors.of(explored).newCollector(Integer.MAX_VALUE, Hnsw.DEFAULT, leaf);
        FloatVectorValues vectors = leaf.reader().getFloatVectorValues(IndexFields.VECTOR);
        VectorScorer.Bulk scores = vectors.scorer(vector).bulk(matches.iterator());
        DocAndFloatFeatureBuffer some = new DocAndFloatFeatureBuffer();
        do {
            float best = scores.nextDocsAndScores(DocIdSetIterator.NO_MORE_DOCS, null, some);
            if (best > nearest.minCompetitiveSimilarity()) {
                for (int i = 0; i < some.size; i++) {
                    nearest.collect(some.docs[i], some.features[i]);
                }
            }
        } while (some.size > 0);
        return inIndex(nearest.topDocs());
    }

    private TopDocs inIndex(TopDocs found) {
        for (ScoreDoc hit : found.scoreDocs) {
            hit.doc += leaf.docBase;
        }
        return found;
    }
}
