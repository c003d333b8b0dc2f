package io.vicinal.retrieval.shard;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Sort;
import org.apache.lucene.util.StringHelper;

/**
 * A number for each passage that says nothing of it: the hash of its document's id and its place there. Those below a
 * threshold are a random sample, and the same one after a replay and on every replica.
 */
public final class SampleField {
    private static final String NAME = "_sample";

    static void index(String documentId, int ordinal, Document member) {
        member.add(new LongPoint(NAME, hash(documentId, ordinal)));
    }

    private static long hash(String documentId, int ordinal) {
        byte[] id = documentId.getBytes(UTF_8);
        return StringHelper.murmurhash3_x64_128(id, 0, id.length, ordinal)[0];
    }

    /** About so many live passages, all where there are no more, in ascending order. */
    public static int[] passages(IndexSearcher shard, int count) throws IOException {
        long live = shard.getIndexReader().numDocs() - (long) shard.count(IndexFields.documents());
        double share = live <= count ? 1 : (double) count / live;
        long threshold = (long) (Long.MIN_VALUE + share * 0x1p64); // saturates at the largest
        // twice as many would be a chance of less than one in 10^100
        return Arrays.stream(shard.search(
                                LongPoint.newRangeQuery(NAME, Long.MIN_VALUE, threshold), 2 * count, Sort.INDEXORDER)
                        .scoreDocs)
                .mapToInt(hit -> hit.doc)
                .sorted()
                .toArray();
    }

    private SampleField() {}
}
