package io.vicinal.retrieval.shard;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.embedding.EmbeddedDocument;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.retrieval.lexical.LexicalField;
import java.io.IOException;
import java.util.List;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.KeepOnlyLastCommitDeletionPolicy;
import org.apache.lucene.index.SnapshotDeletionPolicy;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.search.Query;
import org.apache.lucene.store.Directory;

/** Documents into Lucene: whole blocks under their id, so that a replay changes nothing. One thread writes. */
final class ShardWriter implements AutoCloseable {
    /** Each segment with a graph is searched on its own, so fewer are kept than Lucene would. */
    private static final int SEGMENTS_PER_TIER = 5;

    /** A shard at rest whose largest segment holds less of its vectors is worth being merged. */
    private static final double SCATTERED = 0.9;

    final IndexWriter lucene;
    /** Keeps the last commit, and those that are being copied. */
    final SnapshotDeletionPolicy held = new SnapshotDeletionPolicy(new KeepOnlyLastCommitDeletionPolicy());

    ShardWriter(Directory directory, Collection collection) throws IOException {
        this.lucene = new IndexWriter(directory, config(collection).setIndexDeletionPolicy(held));
    }

    private static IndexWriterConfig config(Collection collection) {
        return new IndexWriterConfig(LexicalField.analyzer(collection))
                .setSimilarity(LexicalField.similarity())
                .setCodec(ShardCodec.of(collection.vectorFormat()))
                .setMergePolicy(new TieredMergePolicy().setSegmentsPerTier(SEGMENTS_PER_TIER))
                .setMergeScheduler(new PoliteMerges(MergeTurns.SHARED))
                .setCommitOnClose(false);
    }

    /**
     * @param source the documents partition that it came from
     * @param offset its offset there, or -1
     * @throws io.vicinal.contracts.error.ProblemException for a document that cannot be indexed; the index is as before
     */
    void put(EmbeddedDocument document, Collection collection, int source, long offset) throws IOException {
        List<Document> block = DocumentBlock.of(document, collection);
        for (Document member : block) {
            DocumentSource.index(member, source);
            DocumentExpiry.index(member, document.expiresAt());
        }
        DocumentSource.indexOffset(block.getLast(), offset);
        try {
            lucene.updateDocuments(IndexFields.id(document.id()), block);
        } catch (IllegalArgumentException e) {
            throw ProblemType.INVALID_VALUE.exception(null, "the document cannot be indexed: " + e.getMessage());
        }
    }

    void delete(String documentId) throws IOException {
        lucene.deleteDocuments(IndexFields.id(documentId));
    }

    /** Of those put before. */
    void delete(Query matching) throws IOException {
        lucene.deleteDocuments(matching);
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
