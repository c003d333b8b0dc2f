package io.vicinal.retrieval.lexical;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.DelegatingAnalyzerWrapper;

/** An analyser that leaves a gap between the parts of a field, so that no phrase begins in a title and ends in the text. */
final class PartedAnalyzer extends DelegatingAnalyzerWrapper {
    private static final int GAP = 100;

    private final Analyzer analyzer;

    PartedAnalyzer(Analyzer analyzer) {
        super(PER_FIELD_REUSE_STRATEGY);
        this.analyzer = analyzer;
    }

    @Override
    protected Analyzer getWrappedAnalyzer(String field) {
        return analyzer;
    }

    @Override
    public int getPositionIncrementGap(String field) {
        return GAP;
    }
}
