package io.vicinal.retrieval.candidates;

import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.search.LexicalStatistics;
import io.vicinal.retrieval.lexical.LexicalField;
import java.io.IOException;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.CollectionStatistics;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TermStatistics;
import org.jspecify.annotations.Nullable;

/**
 * Scores a shard's passages by the statistics of the whole collection, so that a passage has the same BM25 whichever
 * shard it lies in. The statistics were taken a moment earlier, so a passage indexed since may hold a term that they do
 * not count: the shard's own figures are then the least that is true.
 */
final class GlobalStatisticsSearcher extends IndexSearcher {
    private final @Nullable LexicalStatistics global;

    /** @param global null uses the shard's own */
    GlobalStatisticsSearcher(IndexSearcher shard, @Nullable LexicalStatistics global) {
        super(shard.getTopReaderContext());
        if (global != null && (global.tokens() < global.passages() || global.documentFrequency() == null)) {
            throw ProblemType.INVALID_VALUE.exception(
                    "statistics", "statistics have at least one token a passage, and frequencies of terms");
        }
        this.global = global;
        setSimilarity(LexicalField.similarity());
    }

    @Override
    public @Nullable CollectionStatistics collectionStatistics(String field) throws IOException {
        CollectionStatistics own = super.collectionStatistics(field);
        if (own == null || global == null || global.passages() < own.docCount()) {
            return own;
        }
        // BM25 reads docCount and sumTotalTermFreq; the others need only be consistent with them
        return new CollectionStatistics(
                field, global.passages(), global.passages(), global.tokens(), global.passages());
    }

    @Override
    public TermStatistics termStatistics(Term term, int docFreq, long totalTermFreq) throws IOException {
        if (global == null) {
            return super.termStatistics(term, docFreq, totalTermFreq);
        }
        long known = global.documentFrequency().getOrDefault(term.text(), 0L);
        long frequency = Math.max(docFreq, Math.min(known, Math.max(global.passages(), docFreq)));
        return new TermStatistics(term.bytes(), frequency, Math.max(frequency, totalTermFreq));
    }
}
