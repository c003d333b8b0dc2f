package io.vicinal.retrieval.shard;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.IndexSearcher;

/** Passages by the segment that each lies in: what is read of them is read in the order in which it stands on disk. */
public final class Segments {

    /** What is done with the passages of one segment: {@code passages[from..to)} lie in it. */
    public interface Read {
        void read(LeafReaderContext segment, int from, int to) throws IOException;
    }

    /** @param passages in ascending order */
    public static void each(IndexSearcher searcher, int[] passages, Read read) throws IOException {
        List<LeafReaderContext> segments = searcher.getIndexReader().leaves();
        for (int from = 0; from < passages.length; ) {
            LeafReaderContext segment = segments.get(ReaderUtil.subIndex(passages[from], segments));
            int end = segment.docBase + segment.reader().maxDoc();
            int to = from + 1;
            while (to < passages.length && passages[to] < end) {
                to++;
            }
            read.read(segment, from, to);
            from = to;
        }
    }

    private Segments() {}
}
