package io.vicinal.retrieval.shard;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.contracts.embedding.EmbeddedDocument;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.retrieval.lexical.LexicalField;
import java.io.IOException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.store.Directory;

/** Documents into Lucene: whole blocks under their id, so that a replay changes nothing. One thread writes. */
final class ShardWriter implements AutoCloseable {
    /** Each segment with a graph is searched on its own, so fewer are kept than Lucene would. */
    private static final int SEGMENTS_PER_TIER = 5;

    /** A shard at rest whose largest segment holds less of its vectors is worth being merged. */
    private static final double SCATTERED = 0.9;

    final IndexWriter lucene;
    private final Collection collection;

    ShardWriter(Directory directory, Collection collection) throws IOException {
        this.collection = collection;
        this.lucene = new IndexWriter(directory, config(collection.vectorFormat()));
    }

    private static IndexWriterConfig config(VectorFormat format) {
        return new IndexWriterConfig(LexicalField.analyzer())
                .setSimilarity(LexicalField.similarity())
                .setCodec(ShardCodec.of(format))
                .setMergePolicy(new TieredMergePolicy().setSegmentsPerTier(SEGMENTS_PER_TIER))
                .setMergeScheduler(new PoliteMerges(MergeTurns.SHARED))
                .setCommitOnClose(false);
    }

    /** @throws io.vicinal.contracts.error.ProblemException for a document that cannot be indexed; the index is as before */
    void put(EmbeddedDocument document) throws IOException {
        try {
            lucene.updateDocuments(IndexFields.id(document.id()), DocumentBlock.of(document, collection));
        } catch (IllegalArgumentException e) {
            throw ProblemType.INVALID_VALUE.exception(null, "the document cannot be indexed: " + e.getMessage());
        }
    }

    void delete(String documentId) throws IOException {
        lucene.deleteDocuments(IndexFields.id(documentId));
    }

    /**
     * Merges all segments into one, in the background, where they are scattered and together no larger than what merging
     * makes anyway. So a graph is built anew only once its shard has grown by a tenth, and searched alone.
     */
    void gather(DirectoryReader shown, long bytes) throws IOException {
        int largest = shown.leaves().stream()
                .mapToInt(segment -> segment.reader().numDocs())
                .max()
                .orElse(0);
        TieredMergePolicy policy = (TieredMergePolicy) lucene.getConfig().getMergePolicy();
        if (shown.leaves().size() > 1
                && largest < SCATTERED * shown.numDocs()
                && bytes < policy.getMaxMergedSegmentMB() * (1 << 20)
                && !lucene.hasPendingMerges()) {
            lucene.forceMerge(1, false);
        }
    }

    void commit(CommitData data) throws IOException {
        lucene.setLiveCommitData(data.entries().entrySet());
        lucene.commit();
    }

    /** Drops what is not committed and does not wait for merges, which start again when the shard is opened. */
    @Override
    public void close() throws IOException {
        lucene.rollback();
    }
}
