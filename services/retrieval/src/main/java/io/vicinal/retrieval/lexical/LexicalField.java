package io.vicinal.retrieval.lexical;

import io.vicinal.contracts.collection.Collection;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.search.similarities.Similarity;
import org.jspecify.annotations.Nullable;

/**
 * The one field that lexical search reads: title and passage, in the collection's language, BM25 with k1 0.9 and b 0.4. A
 * title of weight w is in it w times, which is what BM25F makes of two fields of one b (Robertson, Zaragoza and Taylor,
 * CIKM 2004).
 */
public final class LexicalField {
    public static final String NAME = "content";

    private static final Similarity SIMILARITY = new BM25Similarity(0.9f, 0.4f);
    private static final FieldType TYPE = type();

    private static FieldType type() {
        FieldType type = new FieldType();
        type.setTokenized(true);
        type.setIndexOptions(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS);
        type.freeze();
        return type;
    }

    /** Of the collection's language; thread-safe. */
    public static Analyzer analyzer(Collection collection) {
        return Analyzers.of(collection.language());
    }

    public static Similarity similarity() {
        return SIMILARITY;
    }

    /** Adds what a passage holds in the field: its document's title goes with each of the passages. */
    public static void add(@Nullable String title, String passage, int titleWeight, Document target) {
        if (title != null && !title.isEmpty()) {
            for (int i = 0; i < titleWeight; i++) {
                target.add(new Field(NAME, title, TYPE));
            }
        }
        target.add(new Field(NAME, passage, TYPE));
    }

    private LexicalField() {}
}
